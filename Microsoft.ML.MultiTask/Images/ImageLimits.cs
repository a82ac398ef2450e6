namespace Microsoft.ML.MultiTask.Images;

/// <summary>The largest image that is decoded, so that a header of a few bytes cannot ask for all memory.</summary>
internal static class ImageLimits
{
    /// <summary>The largest width and height: that of JPEG.</summary>
    public const int Side = 65_535;

    /// <summary>The most pixels, twice those of 8K video. Their samples take 512 MiB at most: four of 16 bits.</summary>
    public const int Pixels = 64 << 20;

    /// <summary>Checks the size that a file's header gives.</summary>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="image">What has this size, with the file's name, for the message.</param>
    /// <exception cref="InvalidDataException">The image is larger.</exception>
    public static void Check(long width, long height, string image)
    {
        if (width > Side || height > Side || width * height > Pixels)
            throw new InvalidDataException(
                $"{image}: expected at most {Side} pixels a side and {Pixels} in all, but the header says {width}x{height}.");
    }
}
