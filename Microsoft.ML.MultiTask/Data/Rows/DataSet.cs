namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>What a reader found in a folder.</summary>
/// <param name="Name">The data set's name in messages.</param>
/// <param name="Folder">The folder that was read.</param>
/// <param name="Sequences">The sequences, in row order.</param>
/// <param name="Labels">The labels that the data set can have.</param>
internal sealed record DataSet(
    string Name, string Folder, IReadOnlyList<FrameSequence> Sequences, IReadOnlyList<LabelColumn> Labels)
{
    /// <summary>What a user should know before training on it; null if all is as expected.</summary>
    public string? Warning { get; init; }

    /// <summary>The warning about disparities without calibration files; null if every sequence that has disparities has them.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="calibrations">The folder of calibration files that it should have.</param>
    /// <param name="sequences">The sequences.</param>
    /// <param name="label">The index of the disparities among the labels.</param>
    /// <param name="encoding">Their encoding, with the nominal camera.</param>
    public static string? NominalCamera(
        string folder, string calibrations, IEnumerable<FrameSequence> sequences, int label, DepthLabelEncoding encoding) =>
        sequences.Any(sequence => sequence.HasLabel(label) && !sequence.HasOwnEncodings(label))
            ? FormattableString.Invariant(
                $"'{folder}' has no folder {calibrations}: depth is computed with a nominal camera, focal length x baseline = ")
                + FormattableString.Invariant($"{encoding.FocalTimesBaseline:0.##} pixel metres, and may be off by a few percent.")
            : null;
}
