using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Reporting.Pictures;
using Microsoft.ML.MultiTask.Reporting.Rows;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>
/// Paints rows of paths: a line of pictures per row, the frame and then the frame overlaid with each label; and, if the row is augmented, one for each epoch.
/// </summary>
internal sealed class ContactSheetPainter
{
    /// <summary>The space between and around pictures, in pixels.</summary>
    public const int Gap = 4;

    /// <summary>The height of a line of text above pictures, in pixels.</summary>
    public const int Strip = (PixelFont.Height * FontScale) + (2 * Gap);

    /// <summary>The size of a font pixel, in pixels.</summary>
    public const int FontScale = 2;

    private static readonly RgbColor s_paper = new(24, 24, 28);
    private static readonly RgbColor s_ink = new(220, 220, 220);
    private static readonly RgbColor s_dark = new(0, 0, 0);
    private static readonly RgbColor s_alarm = new(255, 59, 48);

    private readonly IDataView _rows;
    private readonly ContactSheetOptions _options;
    private readonly IReadOnlyList<FrameColumn> _columns;
    private readonly ContactSheetLegend?[] _legends;                // of each column; null for frames

    public ContactSheetPainter(IDataView rows, ContactSheetOptions options)
    {
        (_rows, _options) = (rows, options);
        var columns = FrameColumn.Find(rows.Schema, options.LabelEncodings);
        bool IsShown(FrameColumn frame) => frame.Name == "Frame0" || options.Augmentation is not null;
        _columns =
        [
            .. columns.Where(column => column.Encoding is null && IsShown(column)).OrderBy(column => column.Name != "Frame0"),
            .. columns.Where(column => column.Encoding is not null),
        ];
        _legends = [.. _columns.Select(column => column.Encoding is null ? null : new ContactSheetLegend(ColorsOf(column)))];
    }

    public (RgbImage Image, ContactSheet Sheet) Paint()
    {
        var shown = ChooseRows();
        var size = TileSize(shown);
        var lines = Lines(size);
        var image = new RgbImage(
            Strip + (shown.Count * lines.Count * (Strip + size.Height)) + Gap, Gap + (_columns.Count * (size.Width + Gap)));
        image.Pixels.Fill(s_paper);
        for (var i = 0; i < _columns.Count; i++)
            PixelFont.Write(image, Left(i), Gap, _columns[i].Name, s_ink, FontScale);

        for (var line = 0; line < lines.Count; line++)
            PaintLines(line, lines[line].View);
        image = AddLegends(image, size.Width);
        return (image, new ContactSheet(
            [.. _columns.Select(column => column.Name)], [.. shown.SelectMany(row => lines.Select(line => row.Caption + line.Caption))]));

        int Left(int column) => Gap + (column * (size.Width + Gap));

        // LoadFrames decodes lazily, so rows that are skipped cost nothing.
        void PaintLines(int line, IDataView view)
        {
            using var cursor = view.GetRowCursor(_columns.Select(column => view.Schema[column.Name]));
            Func<RgbImage, RgbImage>[] painters = [.. _columns.Select((column, i) => PainterOf(cursor, column, _legends[i]))];
            for (var (place, row) = (0, 0L); place < shown.Count && cursor.MoveNext(); row++)
            {
                if (row == shown[place].Row)
                    PaintRow(shown[place], lines[line].Caption, painters, Strip + (((place++ * lines.Count) + line) * (Strip + size.Height)));
            }
        }

        void PaintRow(ContactSheetRow row, string epoch, Func<RgbImage, RgbImage>[] painters, int top)
        {
            PixelFont.Write(image, Gap, top + Gap, row.Caption + epoch, s_ink, FontScale);
            var frame = new RgbImage(size.Height, size.Width);              // stays black if it cannot be decoded
            for (var i = 0; i < painters.Length; i++)
            {
                var tile = PaintTile(_columns[i], row.Paths[i], painters[i], frame);
                Place(tile, image, Left(i), top + Strip);
                if (i == 0)
                    frame = tile;
            }
        }
    }

    /// <summary>The views of which every row has a line, and what is added to the row's caption: the loaded rows, then those of each epoch.</summary>
    private IReadOnlyList<(IDataView View, string Caption)> Lines(ImageSize size)
    {
        var loaded = LoadFrames(size);
        if (_options.Augmentation is not { } augmentation)
            return [(loaded, "")];
        var augment = new MLContext().MultiTask().Transforms.Augment(augmentation).Fit(loaded);
        return [(loaded, ""), .. Enumerable.Range(0, _options.Epochs).Select(epoch => (augment.TransformForEpoch(loaded, epoch), $", epoch {epoch}"))];
    }

    private IDataView LoadFrames(ImageSize size)
    {
        var names = _columns.Select(column => column.Name).ToHashSet();
        var encodings = _options.LabelEncodings.Where(encoding => names.Contains(encoding.Key)).ToDictionary();
        var options = new LoadFramesOptions { Height = size.Height, Width = size.Width, LabelEncodings = encodings };
        return new MLContext().MultiTask().Transforms.LoadFrames(options).Fit(_rows).Transform(_rows);
    }

    private List<ContactSheetRow> ChooseRows()
    {
        var count = RowCount.Of(_rows);
        var wanted = Math.Min(count, _options.Rows);
        using var cursor = _rows.GetRowCursor([.. _columns.Select(column => column.Path), .. RowCaption.Columns(_rows.Schema)]);
        var caption = new RowCaption(cursor);
        Func<string>[] paths = [.. _columns.Select(column => RowText.Reader(cursor, column.Path))];
        var chosen = new List<ContactSheetRow>();
        for (var row = 0L; chosen.Count < wanted && cursor.MoveNext(); row++)
        {
            if (row == EvenSpread.Place(chosen.Count, wanted, count))
                chosen.Add(new ContactSheetRow(row, caption.Text(), [.. paths.Select(path => path())]));
        }
        return chosen;
    }

    // All pictures have the aspect ratio of the first frame whose size is known.
    private ImageSize TileSize(IEnumerable<ContactSheetRow> shown)
    {
        var sizes = shown.Select(row => FileChecker.SizeInHeader(row.Paths[0]));
        var size = sizes.FirstOrDefault(size => size is not null) ?? new ImageSize(2, 1);
        return new ImageSize(_options.TileWidth, Math.Max(1, (int)Math.Round((double)_options.TileWidth * size.Height / size.Width)));
    }

    private static RgbImage PaintTile(FrameColumn column, string path, Func<RgbImage, RgbImage> paint, RgbImage frame)
    {
        string problem;
        try
        {
            if (path.Length > 0)
                return paint(frame);
            problem = column.Encoding is null ? "no frame" : "no label";
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problem = "broken: " + Path.GetFileName(path);
        }
        var tile = new RgbImage(frame.Height, frame.Width);
        tile.Pixels.Fill(s_dark);
        PixelFont.Write(tile, Gap, Gap, problem, problem.StartsWith('b') ? s_alarm : s_ink, FontScale);
        return tile;
    }

    private static Func<RgbImage, RgbImage> PainterOf(DataViewRow row, FrameColumn column, ContactSheetLegend? legend)
    {
        var target = row.Schema[column.Name];
        switch (column.Encoding)
        {
            case ClassLabelEncoding:
                var labels = Values<byte>(row, target);
                return frame => legend!.PaintOver(labels().GetValues(), frame);
            case DepthLabelEncoding:
                var depths = Values<float>(row, target);
                return frame => legend!.PaintOver(depths().GetValues(), frame);
            default:
                var planes = Values<byte>(row, target);
                return frame => RgbImage.FromPlanes(planes().GetValues(), frame.Height, frame.Width);
        }
    }

    private TaskColors ColorsOf(FrameColumn column) => column.Encoding is ClassLabelEncoding classes
        ? TaskColors.For(TaskOf(column.Name, classes), classes.ClassNames)
        : TaskColors.For(DenseTask.Depth(), near: _options.NearMeters, far: _options.FarMeters);

    // The sheet with the legends below its columns.
    private RgbImage AddLegends(RgbImage sheet, int width)
    {
        var image = new RgbImage(sheet.Height + _legends.Max(legend => legend?.Height ?? 0), sheet.Width);
        image.Pixels.Fill(s_paper);
        sheet.Pixels.CopyTo(image.Pixels);
        for (var i = 0; i < _legends.Length; i++)
            _legends[i]?.Draw(image, Gap + (i * (width + Gap)), sheet.Height, width, s_ink);
        return image;
    }

    private static DenseTask TaskOf(string name, ClassLabelEncoding classes) =>
        classes.ClassCount == 2 && (name == "Motion" || classes.ClassNames?[1] == "moving")
            ? DenseTask.Motion(name: name)
            : DenseTask.Segmentation(Math.Max(2, classes.ClassCount), name: name);

    private static Func<VBuffer<T>> Values<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> values = default;
        return () =>
        {
            getter(ref values);
            return values;
        };
    }

    private static void Place(RgbImage tile, RgbImage image, int left, int top)
    {
        for (var y = 0; y < tile.Height; y++)
            tile.Pixels.Slice(y * tile.Width, tile.Width).CopyTo(image.Pixels[(((top + y) * image.Width) + left)..]);
    }
}
