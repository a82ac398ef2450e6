using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A folder for a small data set of 4 x 2 pixel images, and what the readers make of it.</summary>
internal sealed class ReaderFixture : IDisposable
{
    public const int Width = 4;
    public const int Height = 2;

    public TemporaryFolder Folder { get; } = new();

    public MLContext MLContext { get; } = new(seed: 1);

    public MultiTaskDataCatalog Data => MLContext.MultiTask().Data;

    public string Path => Folder.Path;

    public string FullPath(string relativePath) => System.IO.Path.Combine(Folder.Path, relativePath);

    /// <summary>Writes frames whose red is a number.</summary>
    public void Frame(string relativePath, int red) =>
        Folder.Write(relativePath,
            PngImage.Rgb8(Width, Height, [.. Enumerable.Repeat(new[] { (byte)red, (byte)0, (byte)0 }, 8).SelectMany(rgb => rgb)]));

    /// <summary>Writes an 8-bit grey label, 8 samples.</summary>
    public void Grey8(string relativePath, params byte[] samples) => Folder.Write(relativePath, PngImage.Grey8(Width, Height, samples));

    /// <summary>Writes a 16-bit grey label, 8 samples.</summary>
    public void Grey16(string relativePath, params ushort[] samples) =>
        Folder.Write(relativePath, PngImage.Grey16(Width, Height, samples));

    /// <summary>Writes any image.</summary>
    public void Image(string relativePath, PngImage image) => Folder.Write(relativePath, image);

    /// <summary>Writes 8-bit RGB, 8 colours 0xRRGGBB.</summary>
    public void Colors(string relativePath, params int[] colors) =>
        Folder.Write(relativePath, PngImage.Rgb8(Width, Height,
            [.. colors.SelectMany(color => new[] { (byte)(color >> 16), (byte)(color >> 8), (byte)color })]));

    public void Text(string relativePath, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(FullPath(relativePath))!);
        File.WriteAllText(FullPath(relativePath), text);
    }

    /// <summary>"Sequence FrameIndex" of every row.</summary>
    public static string[] Names(IDataView rows) =>
        [.. rows.GetColumn<string>("Sequence").Zip(rows.GetColumn<int>("FrameIndex"), (sequence, frame) => $"{sequence} {frame}")];

    /// <summary>The paths of a column, relative to the folder.</summary>
    public string[] Paths(IDataView rows, string column) =>
        [.. rows.GetColumn<string>(column).Select(path =>
            path.Length == 0 ? path : System.IO.Path.GetRelativePath(Folder.Path, path).Replace('\\', '/'))];

    /// <summary>The decoded images of a column.</summary>
    public T[][] Decode<T>(IDataView rows, string column) =>
        [.. MLContext.MultiTask().Transforms.LoadFrames(Height, Width).Fit(rows).Transform(rows).GetColumn<T[]>(column)];

    /// <summary>The class names in the encoding of a label column.</summary>
    public static IReadOnlyList<string>? ClassNames(IDataView rows, string column = "SegmentationPath") =>
        ((ClassLabelEncoding)FrameColumn.Find(rows.Schema).Single(found => found.Path.Name == column).Encoding!).ClassNames;

    public void Dispose() => Folder.Dispose();
}
