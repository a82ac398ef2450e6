using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class CropGridTests
{
    private const float Fill = 9;

    [TestMethod]
    public void Crop_Flip_MirrorsFramesAndLabelsExactly()
    {
        var grid = Grid(2, 4, scale: 1, flips: true);

        Assert.AreSequenceEqual(new float[] { 4, 3, 2, 1, 8, 7, 6, 5 }, Frame(grid, [1, 2, 3, 4, 5, 6, 7, 8]));
        Assert.AreSequenceEqual(new byte[] { 4, 3, 255, 1, 8, 7, 6, 5 }, Label<byte>(grid, [1, 255, 3, 4, 5, 6, 7, 8], 255));
    }

    /// <summary>Of 4 pixels 2 are taken; target centres are at -0.25, 0.25, 0.75 and 1.25 of them, and stop at the outermost centres.</summary>
    [TestMethod]
    [DataRow(0.0, false, new float[] { 0, 2.5f, 7.5f, 10 }, new float[] { 0, 0, 10, 10 })]
    [DataRow(0.5, false, new float[] { 10, 12.5f, 17.5f, 20 }, new float[] { 10, 10, 20, 20 })]
    [DataRow(0.99, false, new float[] { 20, 22.5f, 27.5f, 30 }, new float[] { 20, 20, 30, 30 })]
    [DataRow(0.5, true, new float[] { 20, 17.5f, 12.5f, 10 }, new float[] { 20, 20, 10, 10 })]
    public void Crop_TwiceAsLarge_EnlargesAPart(double place, bool flips, float[] frame, float[] label)
    {
        var grid = Grid(1, 4, scale: 2, flips, place);

        Assert.AreSequenceEqual(frame, Frame(grid, [0, 10, 20, 30]));
        Assert.AreSequenceEqual(label, Label<float>(grid, [0, 10, 20, 30], float.NaN));
        Assert.AreEqual(2.0, grid.Scale);
    }

    /// <summary>Pairs of 4 pixels are averaged; the centre between two pixels belongs to the second.</summary>
    [TestMethod]
    [DataRow(0.0, false, new float[] { 5, 25, Fill, Fill }, new byte[] { 1, 3, 255, 255 })]
    [DataRow(0.5, false, new float[] { Fill, 5, 25, Fill }, new byte[] { 255, 1, 3, 255 })]
    [DataRow(0.0, true, new float[] { Fill, Fill, 25, 5 }, new byte[] { 255, 255, 3, 1 })]
    public void Crop_HalfAsLarge_FillsTheRest(double place, bool flips, float[] frame, byte[] label)
    {
        var grid = Grid(1, 4, scale: 0.5, flips, place);

        Assert.AreSequenceEqual(frame, Frame(grid, [0, 10, 20, 30]));
        Assert.AreSequenceEqual(label, Label<byte>(grid, [0, 1, 2, 3], 255));
        Assert.AreEqual(0.5, grid.Scale);
    }

    [TestMethod]
    public void Crop_RowsAndColumns_HavePlacesOfTheirOwn()
    {
        var grid = new CropGrid(4, 4);
        grid.Set(Row(2, flips: false) with { Across = 0.99, Down = 0 });

        byte[] expected = [2, 2, 3, 3, 2, 2, 3, 3, 6, 6, 7, 7, 6, 6, 7, 7];
        Assert.AreSequenceEqual(expected, Label<byte>(grid, [.. Enumerable.Range(0, 16).Select(i => (byte)i)], 255));
    }

    /// <summary>
    /// A frame whose samples are the coordinates of their pixels, and a label that holds the same: wherever they are drawn from, a label's pixel lies within
    /// half a pixel of the place that the frame shows, and on average there.
    /// </summary>
    [TestMethod]
    public void Crop_AnyDraw_KeepsFramesAndLabelsTogether()
    {
        const int Height = 24, Width = 40;
        var options = new AugmentationOptions { MinimumScale = 0.6, MaximumScale = 2.5 };
        float[] columns = [.. Enumerable.Range(0, Height * Width).Select(i => (float)(i % Width))];
        float[] rows = [.. Enumerable.Range(0, Height * Width).Select(i => (float)(i / Width))];
        var grid = new CropGrid(Height, Width);
        var (away, pixels, flips) = (0.0, 0, 0);
        for (int epoch = 0; epoch < 40; epoch++)
        {
            var row = RowAugmentation.Draw(options, seed: 3, epoch, default);
            flips += row.Flips ? 1 : 0;
            grid.Set(row);
            foreach (float[] coordinates in (float[][])[columns, rows])
            {
                var (frame, label) = (Frame(grid, coordinates, fill: float.NaN), Label(grid, coordinates, float.NaN));
                for (int i = 0; i < frame.Length; i++)
                {
                    Assert.AreEqual(float.IsNaN(frame[i]), float.IsNaN(label[i]));
                    if (float.IsNaN(frame[i])) continue;
                    Assert.AreEqual(frame[i], label[i], 0.501f, $"epoch {epoch}, pixel {i}");
                    (away, pixels) = (away + frame[i] - label[i], pixels + 1);
                }
            }
        }
        Assert.AreEqual(0, away / pixels, 0.02);
        Assert.IsInRange(10, 30, flips);
    }

    private static RowAugmentation Row(double scale, bool flips) => new(flips, scale, 0, 0, 1, 1, 1, 0, 0, 0);

    private static CropGrid Grid(int height, int width, double scale, bool flips, double place = 0)
    {
        var grid = new CropGrid(height, width);
        grid.Set(Row(scale, flips) with { Across = place });
        return grid;
    }

    private static float[] Frame(CropGrid grid, float[] plane, float fill = Fill)
    {
        var target = new float[plane.Length];
        grid.CropFrame(plane, fill, target);
        return target;
    }

    private static T[] Label<T>(CropGrid grid, T[] plane, T missing)
    {
        var target = new T[plane.Length];
        grid.CropLabel(plane, missing, target);
        return target;
    }
}
