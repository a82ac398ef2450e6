using System.Globalization;

/// <summary>The size of a training, one place on a <see cref="ScaleAxis"/>.</summary>
internal sealed record ScalePoint
{
    internal int Batch { get; init; } = 2;

    internal int Streams { get; init; } = 2;

    /// <summary>Segmentation, depth, motion, and again.</summary>
    internal int Tasks { get; init; } = 3;

    internal int Height { get; init; } = 224;

    internal int Width { get; init; } = 384;

    /// <summary>Threads that load, from PNG files; 0 for one that reads decoded images.</summary>
    internal int LoaderThreads { get; init; }

    /// <summary>Rows of one long sequence, which are listed and of which the first are read; 0 for the benchmark's data.</summary>
    internal int Rows { get; init; }

    /// <summary>The point as numbers on the command line, and back.</summary>
    internal string ToArgument() =>
        string.Join(',', new[] { Batch, Streams, Tasks, Height, Width, LoaderThreads, Rows }.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    internal static ScalePoint Parse(string argument) =>
        argument.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray() is [var batch, var streams, var tasks, var height, var width, var threads, var rows]
            ? new() { Batch = batch, Streams = streams, Tasks = tasks, Height = height, Width = width, LoaderThreads = threads, Rows = rows }
            : throw new ArgumentException($"A point must be seven numbers with commas between, but was '{argument}'.");
}
