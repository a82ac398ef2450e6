using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Renders an inspection as plain text.</summary>
internal static class InspectionTable
{
    private const int ListedSequences = 8;
    private const int ListedSizes = 5;
    private const int ListedFiles = 20;

    public static string Render(DatasetInspection inspection)
    {
        var text = new StringBuilder();
        AddRows(text, inspection);
        foreach (var label in inspection.Labels)
            AddLabel(text, label);
        AddBrokenFiles(text, inspection.BrokenFiles);
        return text.ToString();
    }

    private static void AddRows(StringBuilder text, DatasetInspection inspection)
    {
        var read = inspection.RowsRead < inspection.Rows ? $", the files of {Number(inspection.RowsRead)} of them read" : "";
        AddLine(text, "Rows", Number(inspection.Rows) + read);
        if (inspection.Sequences.Count > 0)
            AddLine(text, "Sequences", $"{Number(inspection.Sequences.Count)}, of rows: "
                + List(inspection.Sequences, ListedSequences, sequence => $"{sequence.Name} {Number(sequence.Rows)}"));
        AddLine(text, "Streams", inspection.Streams == 1 ? "1"
            : $"{inspection.Streams}; {Count(inspection.RowsOfDistinctFrames, "row")} of different frames, "
                + $"{Number(inspection.RowsOfRepeatedFrames)} that repeat one");
        AddLine(text, "Frames", $"{Number(inspection.FrameSizes.Sum(size => size.Frames))}, of size: "
            + List(inspection.FrameSizes, ListedSizes, size => $"{size.Width}x{size.Height} {Number(size.Frames)}"));
        if (inspection.TurnedFrames > 0)
            AddLine(text, "EXIF", $"{Count(inspection.TurnedFrames, "frame")} turned as the file's orientation says; labels are not turned");
    }

    private static void AddLabel(StringBuilder text, LabelInspection label)
    {
        text.AppendLine();
        AddLine(text, label.Name, $"in {Count(label.LabelledRows, "row")} ({Percent(label.Coverage)}); "
            + $"{Count(label.Files, "intact file")} read, {Percent(label.MissingShare)} of the pixels not labelled");
        if (label is ClassLabelInspection { Files: > 0 } classes)
        {
            var names = Math.Max("class".Length, classes.Classes.Max(counted => counted.Name.Length));
            text.AppendLine($"  {"class".PadRight(names)}  {"share",9}  {"pixels",15}  {"files",9}");
            foreach (var (name, pixels, share, files) in classes.Classes)
                text.AppendLine($"  {name.PadRight(names)}  {Percent(share),9}  {Number(pixels),15}  {Number(files),9}");
        }
        else if (label is DepthLabelInspection { MedianMeters: not null } depth)
        {
            text.AppendLine($"  {"nearest",9}  {"5 %",9}  {"median",9}  {"95 %",9}  {"farthest",9}  metres");
            text.AppendLine($"  {Meters(depth.MinimumMeters),9}  {Meters(depth.Percentile5Meters),9}  {Meters(depth.MedianMeters),9}  "
                + $"{Meters(depth.Percentile95Meters),9}  {Meters(depth.MaximumMeters),9}");
        }
        if (label.Warning is not null)
            text.AppendLine($"  Warning: {label.Warning}");
    }

    private static void AddBrokenFiles(StringBuilder text, IReadOnlyList<BrokenFile> files)
    {
        text.AppendLine();
        AddLine(text, "Broken files", files.Count == 0 ? "none" : Number(files.Count));
        foreach (var file in files.Take(ListedFiles))
            text.AppendLine($"  {file.Problem}");
        if (files.Count > ListedFiles)
            text.AppendLine($"  and {Number(files.Count - ListedFiles)} more");
    }

    private static void AddLine(StringBuilder text, string name, string value) => text.AppendLine($"{name,-14}{value}");

    private static string List<T>(IReadOnlyCollection<T> items, int most, Func<T, string> inWords) =>
        string.Join(", ", items.Take(most).Select(inWords)) + (items.Count > most ? $" and {Number(items.Count - most)} more" : "");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(long count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";

    private static string Meters(double? value) => value?.ToString("N2", CultureInfo.InvariantCulture) ?? "n/a";

    // Two more digits for small shares: a class of 0.003 % must not print as 0.00 %.
    private static string Percent(double? share) => share is not { } value ? "n/a"
        : (100 * value).ToString(value is > 0 and < 0.001 ? "0.0000" : "0.00", CultureInfo.InvariantCulture) + " %";
}
