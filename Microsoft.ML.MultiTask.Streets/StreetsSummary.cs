namespace Microsoft.ML.MultiTask;

/// <summary>The result of <see cref="MultiTaskStreetsExtensions.GenerateStreets"/>.</summary>
public sealed record StreetsSummary
{
    /// <summary>Full paths of the sequence folders, in order. Each has the layout of a SYNTHIA video sequence.</summary>
    public required IReadOnlyList<string> SequenceFolders { get; init; }

    /// <summary>The total number of frames.</summary>
    public required int Frames { get; init; }

    /// <summary>
    /// Each class's share of all pixels, in [0, 1], by class name, without classes that do not occur.
    /// </summary>
    public required IReadOnlyDictionary<string, double> ClassShares { get; init; }

    /// <summary>The share of all pixels that are labelled moving, in [0, 1].</summary>
    public required double MovingShare { get; init; }

    /// <summary>Whether the folder already held the same streets and nothing was rendered.</summary>
    public required bool IsReused { get; init; }
}
