using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>JPEG by libjpeg-turbo, through its TurboJPEG interface of version 2.</summary>
internal static partial class TurboJpeg
{
    private const string Library = "libturbojpeg.so.0";
    private const int Rgba = 7;
    private const int Bgra = 8;
    private const int Subsampling420 = 2;
    private const int FatalError = 1;

    /// <exception cref="InvalidDataException">The file is not a whole, sound JPEG.</exception>
    /// <exception cref="PlatformNotSupportedException">The library is not installed.</exception>
    public static MLImage Decode(ReadOnlySpan<byte> file) => WithLibrary(file, static file =>
    {
        nint decoder = InitDecompress();
        try
        {
            var size = new CULong((uint)file.Length);
            CheckFile(decoder, DecompressHeader3(decoder, file, size, out int width, out int height, out _, out _));
            var pixels = new byte[checked(width * height * 4)];
            CheckFile(decoder, Decompress2(decoder, file, size, pixels, width, width * 4, height, Bgra, flags: 0));
            return new MLImage(width, height, MLPixelFormat.Bgra32, pixels, isOpaque: true);
        }
        finally
        {
            _ = Destroy(decoder);
        }
    });

    /// <exception cref="PlatformNotSupportedException">The library is not installed.</exception>
    public static unsafe byte[] Encode(MLImage image, int quality) => WithLibrary(image.Pixels, pixels =>
    {
        nint encoder = InitCompress();
        byte* jpeg = null;
        try
        {
            CULong size = default;
            int format = image.PixelFormat == MLPixelFormat.Bgra32 ? Bgra : Rgba;
            if (Compress2(encoder, pixels, image.Width, image.Width * 4, image.Height, format, &jpeg, &size, Subsampling420, quality,
                flags: 0) != 0)
                throw new InvalidOperationException($"The image cannot be encoded as JPEG: {Error(encoder)}");
            return new ReadOnlySpan<byte>(jpeg, (int)size.Value).ToArray();
        }
        finally
        {
            Free(jpeg);
            _ = Destroy(encoder);
        }
    });

    private delegate T Use<T>(ReadOnlySpan<byte> bytes);

    private static T WithLibrary<T>(ReadOnlySpan<byte> bytes, Use<T> use)
    {
        try
        {
            return use(bytes);
        }
        catch (DllNotFoundException e)
        {
            throw new PlatformNotSupportedException(
                $"JPEG images need libjpeg-turbo, and {Library} was not found. Install it (Debian, Ubuntu: apt-get install libturbojpeg0), or use PNG images.", e);
        }
    }

    // Warnings, but for that of a missing end, are of files that every decoder shows.
    private static void CheckFile(nint decoder, int result)
    {
        if (result == 0) return;
        var error = Error(decoder);
        if (GetErrorCode(decoder) == FatalError || error.Contains("Premature end", StringComparison.Ordinal))
            throw new InvalidDataException($"JPEG: {error}");
    }

    private static string Error(nint handle) => Marshal.PtrToStringUTF8(GetErrorStr2(handle));

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    private static partial nint InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    private static partial int DecompressHeader3(nint handle, ReadOnlySpan<byte> jpeg, CULong size, out int width, out int height,
        out int subsampling, out int colorspace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    private static partial int Decompress2(nint handle, ReadOnlySpan<byte> jpeg, CULong size, Span<byte> pixels, int width, int pitch,
        int height, int format, int flags);

    [LibraryImport(Library, EntryPoint = "tjInitCompress")]
    private static partial nint InitCompress();

    [LibraryImport(Library, EntryPoint = "tjCompress2")]
    private static unsafe partial int Compress2(nint handle, ReadOnlySpan<byte> pixels, int width, int pitch, int height, int format,
        byte** jpeg, CULong* size, int subsampling, int quality, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint GetErrorStr2(nint handle);

    [LibraryImport(Library, EntryPoint = "tjGetErrorCode")]
    private static partial int GetErrorCode(nint handle);

    [LibraryImport(Library, EntryPoint = "tjFree")]
    private static unsafe partial void Free(byte* buffer);

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint handle);
}
