using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Reads the files of rows, one row at a time, as training would: each file wholly, labels at their own size. Not
/// thread-safe.</summary>
internal sealed class FileChecker
{
    private readonly IReadOnlyList<FrameColumn> _columns;
    private readonly FrameDecoder _frames;
    private readonly byte[] _color;

    public FileChecker(IReadOnlyList<FrameColumn> columns)
    {
        _columns = columns;
        var png = new PngDecoder();
        _frames = new FrameDecoder(1, 1, png);                      // every pixel is decoded; none is kept
        _color = new byte[_frames.Length];
        Tally = new InspectionTally(columns, png);
    }

    /// <summary>What was found so far.</summary>
    public InspectionTally Tally { get; }

    /// <summary>Reads the files of a row that are new.</summary>
    public void Check(InspectedRow row)
    {
        ImageSize? size = null;
        if (row.Frame0.IsNew)
            Try(row.Row, row.Frame0, () => size = CheckFrame(row.Frame0, row.Row, null));
        size ??= FrameFile.SizeOf(row.Frame0.Path);                 // where another row has read it, or it is broken behind its header
        foreach (var file in row.Others)
        {
            if (file.Problem is not null)
                Tally.AddBroken(file, row.Row, file.Problem);
            else if (Tally.Labels[file.Column] is { } label)
                Try(row.Row, file, () => label.Add(file, size));
            else
                Try(row.Row, file, () => CheckFrame(file, row.Row, size));
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
            throw new InvalidDataException($"Row {row}: column '{_columns[file.Column].Path.Name}' must name a frame, but is empty.");
        var size = _frames.Decode(file.Path, _color);
        if (expected is { } other && size != other)
            throw new InvalidDataException(
                $"Frame '{file.Path}': expected {other}, the size of the newest frame of row {row}, but found {size}.");
        Tally.AddFrame(size);
        return size;
    }
}
