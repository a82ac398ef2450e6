namespace Microsoft.ML.MultiTask.Images;

/// <summary>Decodes single PNG files to their exact samples. To decode many, reuse a <see cref="PngDecoder"/>.</summary>
internal static class PngReader
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a complete, valid PNG; the message names it and what is wrong.</exception>
    public static PngImage Read(string path)
    {
        var decoder = new PngDecoder();
        decoder.Decode(path);
        return decoder.ToImage();
    }

    /// <summary>Decodes a file that is in memory; <paramref name="name"/> is its name in messages.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string)"/>.</exception>
    public static PngImage Read(ReadOnlySpan<byte> file, string name)
    {
        var decoder = new PngDecoder();
        decoder.Decode(file, name);
        return decoder.ToImage();
    }

    /// <summary>Reads only the header of a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file does not start with a PNG header.</exception>
    public static PngHeader ReadHeader(string path)
    {
        using var handle = File.OpenHandle(path);
        Span<byte> start = stackalloc byte[PngChunks.HeaderEnd];
        return PngChunks.ReadHeader(start[..RandomAccess.Read(handle, start, 0)], path);
    }

    internal static InvalidDataException Invalid(string name, string problem, Exception? inner = null) =>
        new($"PNG '{name}': {problem}.", inner);
}
