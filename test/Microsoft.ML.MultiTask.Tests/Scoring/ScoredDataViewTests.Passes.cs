namespace Microsoft.ML.MultiTask.Tests;

public sealed partial class ScoredDataViewTests
{
    /// <summary>A view whose frames and number of rows differ from pass to pass: every prediction is that of the frames beside it.</summary>
    [TestMethod]
    public void Cursor_RowsThatDifferByPass_HavePredictionsOfTheirOwnFrames()
    {
        int passes = 0;
        var view = s_mlContext.Data.LoadFromEnumerable(Scenes(), ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width));
        var scored = s_model.Transform(view);
        foreach (int rows in new[] { 5, 4, 3 })
        {
            using var cursor = scored.GetRowCursor(scored.Schema);
            var (frame0, frame1, depth) = (Reader(cursor, "Frame0"), Reader(cursor, "Frame1"), Reader(cursor, "PredictedDepth"));
            var found = new List<(ToyScenes.Scene Scene, float[] Depth)>();
            while (cursor.MoveNext())
                found.Add((new ToyScenes.Scene { Frame0 = [.. frame0().Select(f => (byte)f)], Frame1 = [.. frame1().Select(f => (byte)f)] }, depth()));
            Assert.HasCount(rows, found);
            var again = s_model.Transform(s_mlContext.Data.LoadFromEnumerable(
                found.Select(row => row.Scene).ToArray(), ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width)));
            foreach (var (row, expected) in found.Zip(Read(again, "PredictedDepth")))
                AreClose(expected, row.Depth);
        }
        Assert.AreEqual(3, passes);

        IEnumerable<ToyScenes.Scene> Scenes()
        {
            int pass = passes++;
            for (int i = 0; i < 5 - pass; i++)
                yield return ToyScenes.Create(new Random(100 * pass + i));
        }
    }
}
