using Microsoft.ML;

/// <summary>
/// Splits rows into training and held-out rows. The frames of a sequence look alike, so whole sequences are held out if there are at
/// least four, otherwise the end of each.
/// </summary>
internal sealed record HeldOutRows(IDataView Training, IDataView HeldOut, string Description)
{
    private const int SequencesToHoldOutWhole = 4;

    internal static HeldOutRows Split(MLContext mlContext, IDataView frames, double fraction)
    {
        FrameRow[] rows = [.. mlContext.Data.CreateEnumerable<FrameRow>(frames, reuseRowObject: false)];
        var bySequence = rows.GroupBy(row => row.Sequence).ToArray();
        var (isHeldOut, description) = bySequence.Length >= SequencesToHoldOutWhole
            ? LastSequences([.. bySequence.Select(sequence => sequence.Key)], fraction)
            : SequenceEnds(bySequence, fraction);
        if (!rows.Any(isHeldOut) || rows.All(isHeldOut))
            throw new InvalidOperationException(
                $"The data has {rows.Length} rows in {bySequence.Length} sequences: too few to hold out {fraction:P0}.");

        var mark = mlContext.Transforms.CustomMapping<FrameRow, Mark>(
            (row, mark) => mark.IsHeldOut = isHeldOut(row) ? 1 : 0, contractName: null);
        var marked = mark.Fit(frames).Transform(frames);
        return new HeldOutRows(
            mlContext.Data.FilterRowsByColumn(marked, nameof(Mark.IsHeldOut), upperBound: 0.5),
            mlContext.Data.FilterRowsByColumn(marked, nameof(Mark.IsHeldOut), lowerBound: 0.5),
            description);
    }

    private static (Func<FrameRow, bool>, string) LastSequences(string[] sequences, double fraction)
    {
        int count = Math.Clamp((int)Math.Round(fraction * sequences.Length), 1, sequences.Length - 1);
        HashSet<string> heldOut = [.. sequences[^count..]];
        return (row => heldOut.Contains(row.Sequence), $"the last {count} of {sequences.Length} sequences");
    }

    private static (Func<FrameRow, bool>, string) SequenceEnds(IEnumerable<IGrouping<string, FrameRow>> sequences, double fraction)
    {
        var firstHeldOut = sequences.ToDictionary(sequence => sequence.Key, sequence =>
        {
            int[] frames = [.. sequence.Select(row => row.FrameIndex).Order()];
            int count = Math.Max(1, (int)Math.Round(fraction * frames.Length));
            return frames[Math.Max(0, frames.Length - count)];
        });
        return (row => row.FrameIndex >= firstHeldOut[row.Sequence],
            $"the last {fraction:P0} of each sequence, which look much like its beginning");
    }

    private sealed class FrameRow
    {
        public string Sequence { get; set; } = "";

        public int FrameIndex { get; set; }
    }

    private sealed class Mark
    {
        public float IsHeldOut { get; set; }
    }
}
