using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>Holds out some labelled rows of a data set whose validation split has no public labels.</summary>
internal static class LabelledSplit
{
    private static readonly string[] s_labelColumns = ["SegmentationPath", "DepthPath", "MotionPath"];

    /// <summary>Holds out the last rows of each group with the same kinds of labels, and drops rows without labels.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="frames">Rows of paths.</param>
    /// <param name="fraction">The share to hold out, above 0 and below 1; at least one row of two or more.</param>
    internal static (IDataView Training, IDataView HeldOut, string Description) Split(
        MLContext mlContext, IDataView frames, double fraction)
    {
        var rows = LabelledRows(mlContext, frames);
        HashSet<(string, int)> heldOut =
            [.. rows.GroupBy(row => row.Labels).SelectMany(alike => LastOf([.. alike], fraction)).Select(row => row.Key)];
        HashSet<(string, int)> training = [.. rows.Select(row => row.Key).Where(row => !heldOut.Contains(row))];
        var mark = mlContext.Transforms.CustomMapping<FrameRow, Mark>(
            (row, mark) => mark.Part = heldOut.Contains(row.Key) ? 2 : training.Contains(row.Key) ? 1 : 0, contractName: null);
        var marked = mark.Fit(frames).Transform(frames);
        return (
            mlContext.Data.FilterRowsByColumn(marked, nameof(Mark.Part), lowerBound: 0.5, upperBound: 1.5),
            mlContext.Data.FilterRowsByColumn(marked, nameof(Mark.Part), lowerBound: 1.5),
            FormattableString.Invariant($"the last {fraction:P0} of {rows.Count} labelled frames"));
    }

    /// <summary>The rows with labels, each with the kinds of labels it has.</summary>
    private static List<((string, int) Key, string Labels)> LabelledRows(MLContext mlContext, IDataView frames)
    {
        FrameRow[] rows = [.. mlContext.Data.CreateEnumerable<FrameRow>(frames, reuseRowObject: false)];
        var kinds = new string[rows.Length];
        foreach (var column in s_labelColumns.Where(column => frames.Schema.GetColumnOrNull(column) is not null))
            foreach (var (row, path) in frames.GetColumn<string>(column).Index())
                kinds[row] += string.IsNullOrEmpty(path) ? "" : column;
        return [.. rows.Zip(kinds, (row, labels) => (row.Key, labels)).Where(row => !string.IsNullOrEmpty(row.labels))];
    }

    private static ((string, int) Key, string Labels)[] LastOf(((string, int) Key, string Labels)[] rows, double fraction) =>
        rows.Length < 2 ? [] : rows[^Math.Clamp((int)Math.Round(fraction * rows.Length), 1, rows.Length - 1)..];

    private sealed class FrameRow
    {
        public string Sequence { get; set; } = "";

        public int FrameIndex { get; set; }

        internal (string, int) Key => (Sequence, FrameIndex);
    }

    private sealed class Mark
    {
        public float Part { get; set; }
    }
}
