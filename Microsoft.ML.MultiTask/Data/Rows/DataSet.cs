namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>What a reader found in a folder: the sequences in row order, and the labels that the data set can have.</summary>
internal sealed record DataSet(
    string Name, string Folder, IReadOnlyList<FrameSequence> Sequences, IReadOnlyList<LabelColumn> Labels)
{
    /// <summary>What a user should know before training on it, such as files that were passed over; empty if all is as expected.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The warning about disparities without calibration files; none if every sequence that has disparities has them.</summary>
    public static IEnumerable<string> NominalCamera(
        string folder, string calibrations, IEnumerable<FrameSequence> sequences, int label, DepthLabelEncoding encoding) =>
        sequences.Any(sequence => sequence.HasLabel(label) && !sequence.HasOwnEncodings(label))
            ? [FormattableString.Invariant(
                $"'{folder}' has no folder {calibrations}: depth is computed with a nominal camera, focal length x baseline = ")
                + FormattableString.Invariant($"{encoding.FocalTimesBaseline:0.##} pixel metres, and may be off by a few percent.")]
            : [];
}
