namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>The files of one video sequence, in the order of their frame numbers.</summary>
/// <param name="name">The value of the column Sequence.</param>
/// <param name="numbers">The frame number of each position, ascending; in any order if <paramref name="streams"/> gives the neighbours.</param>
/// <param name="streams">The path at each position, empty if there is no file: of the frames, then of their neighbours if the data set lists
/// them. With one stream, neighbours are found by number.</param>
/// <param name="labels">The files of each of the data set's labels.</param>
internal sealed class FrameSequence(string name, int[] numbers, Func<int, string>[] streams, LabelFiles[] labels)
{
    /// <summary>Whether each position makes a row or only serves as a neighbour; null if all make rows.</summary>
    public bool[]? MakesRow { get; init; }

    public string Name => name;

    public int Count => numbers.Length;

    /// <summary>The number of positions that make a row.</summary>
    public int RowCount => MakesRow is null ? numbers.Length : MakesRow.Count(makesRow => makesRow);

    /// <summary>The frame number of the frame at a position.</summary>
    public int Number(int position) => numbers[position];

    /// <summary>Whether the frame <paramref name="stream"/> strides before a position exists (after it, if the stride is negative).</summary>
    public bool HasFrame(int position, int stream, int stride) =>
        stream == 0
        || (streams.Length > 1 ? stream < streams.Length && streams[stream](position).Length > 0 : Neighbour(position, stream, stride) >= 0);

    /// <summary>The path of that frame, which must exist.</summary>
    public string FramePath(int position, int stream, int stride) =>
        stream == 0 ? streams[0](position)
        : streams.Length > 1 ? streams[stream](position)
        : streams[0](Neighbour(position, stream, stride));

    /// <summary>The file of label <paramref name="label"/>; empty if the frame has none.</summary>
    public string LabelPath(int label, int position) => labels[label].PathOf(position);

    /// <summary>A frame's own encoding as JSON, read now; empty if the frame has no such label or uses the column's encoding.</summary>
    public string LabelEncoding(int label, int position) =>
        labels[label] is { EncodingOf: { } encodingOf } && LabelPath(label, position).Length > 0 ? encodingOf(position) : "";

    /// <summary>Whether the sequence has any file of label <paramref name="label"/>.</summary>
    public bool HasLabel(int label) => Enumerable.Range(0, Count).Any(position => LabelPath(label, position).Length > 0);

    /// <summary>Whether frames have their own encodings of label <paramref name="label"/>.</summary>
    public bool HasOwnEncodings(int label) => labels[label].EncodingOf is not null;

    // Frame numbers are exact: the next frame after a gap does not count as the neighbour.
    private int Neighbour(int position, int stream, int stride)
    {
        var number = numbers[position] - ((long)stream * stride);
        return number is < 0 or > int.MaxValue ? -1 : Array.BinarySearch(numbers, (int)number);
    }
}
