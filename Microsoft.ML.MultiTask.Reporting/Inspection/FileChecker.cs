namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Decodes the files of one row at a time completely, as training would, labels at their own size. Not thread-safe.</summary>
internal sealed class FileChecker(IReadOnlyList<FrameColumn> columns)
{
    private static readonly ImageSize s_onePixel = new(1, 1);       // frames are decoded completely, but none is kept

    private readonly ImageFileReader _reader = new();
    private readonly byte[] _color = new byte[3];

    /// <summary>The counts so far.</summary>
    public InspectionTally Tally { get; } = new(columns);

    /// <summary>Reads the files that no earlier row has named.</summary>
    public void Check(InspectedRow row)
    {
        ImageSize? size = null;
        if (row.Frame0.IsNew)
            Try(row.Row, row.Frame0, () => size = CheckFrame(row.Frame0, row.Row, null));
        size ??= SizeInHeader(row.Frame0.Path);                     // already read for another row, or broken after its header
        foreach (var file in row.Others)
        {
            if (file.Problem is not null)
                Tally.AddBroken(file, row.Row, file.Problem);
            else if (Tally.Labels[file.Column] is { } label)
                Try(row.Row, file, () => label.Add(file, size, _reader));
            else
                Try(row.Row, file, () => CheckFrame(file, row.Row, size));
        }
    }

    /// <summary>The size in the header of a frame; null if the path is empty, or the header broken or of an unknown format.</summary>
    public static ImageSize? SizeInHeader(string path)
    {
        try
        {
            return path.Length > 0 ? ImageSize.Read(path) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Try(long row, InspectedFile file, Action check)
    {
        try
        {
            check();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Tally.AddBroken(file, row, e.Message);
        }
    }

    private ImageSize CheckFrame(InspectedFile file, long row, ImageSize? expected)
    {
        if (file.Path.Length == 0)
            throw new InvalidDataException($"Row {row}: column '{columns[file.Column].Path.Name}' must name a frame, but is empty.");
        var size = _reader.ReadFrame(file.Path, s_onePixel, _color);
        if (expected is { } other && size != other)
            throw new InvalidDataException(
                $"Frame '{file.Path}': expected {other}, the size of the newest frame of row {row}, but found {size}.");
        Tally.AddFrame(size, isTurned: _reader.FrameOrientation != 1);
        return size;
    }
}
