namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Writes small sequences in the layout of LoadFrameFolders. Pixels tell the frame: red is the frame number, green the column,
/// blue the row.</summary>
internal static class FrameFolders
{
    public const int Width = 8;
    public const int Height = 6;

    public static void Write(TemporaryFolder folder, string sequence, params int[] numbers)
    {
        foreach (var number in numbers)
            folder.Write($"{sequence}/frames/{number:D6}.png", Frame(number));
    }

    public static void WriteLabels(TemporaryFolder folder, string sequence, params int[] numbers)
    {
        foreach (var number in numbers)
        {
            folder.Write($"{sequence}/segmentation/{number:D6}.png", PngImage.Grey8(Width, Height, Pixels(i => (byte)(i % 19))));
            folder.Write($"{sequence}/depth/{number:D6}.png", PngImage.Grey16(Width, Height, Pixels(i => (ushort)(i * 256 * number))));
            folder.Write($"{sequence}/motion/{number:D6}.png", PngImage.Grey8(Width, Height, Pixels(i => (byte)(i == 0 ? 255 : i % 2))));
        }
    }

    public static PngImage Frame(int number) =>
        PngImage.Rgb8(Width, Height, [.. Pixels(i => new[] { (byte)number, (byte)(i % Width), (byte)(i / Width) }).SelectMany(rgb => rgb)]);

    /// <summary>What such a frame is decoded to.</summary>
    public static byte[] Planes(int number) =>
        [.. Pixels(_ => (byte)number), .. Pixels(i => (byte)(i % Width)), .. Pixels(i => (byte)(i / Width))];

    public static T[] Pixels<T>(Func<int, T> value) => [.. Enumerable.Range(0, Width * Height).Select(value)];
}
