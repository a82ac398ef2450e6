namespace Microsoft.ML.MultiTask.Data;

/// <summary>What a reader found in a folder.</summary>
/// <param name="Name">What messages call the data set.</param>
/// <param name="Folder">The folder it was told to read.</param>
/// <param name="Sequences">The sequences, in the order of the rows to come.</param>
/// <param name="Labels">The labels that the data set can have.</param>
internal sealed record DataSet(
    string Name, string Folder, IReadOnlyList<FrameSequence> Sequences, IReadOnlyList<LabelColumn> Labels)
{
    /// <summary>What a user should know before training on it; null when all is as expected.</summary>
    public string? Warning { get; init; }
}
