namespace Microsoft.ML.MultiTask;

/// <summary>What <see cref="MultiTaskStreetsExtensions.GenerateStreets"/> wrote, or found already written.</summary>
public sealed record StreetsSummary
{
    /// <summary>Full paths of the sequences' folders, in order; each is a folder as SYNTHIA's video sequences are.</summary>
    public required IReadOnlyList<string> SequenceFolders { get; init; }

    /// <summary>Frames of all sequences together.</summary>
    public required int Frames { get; init; }

    /// <summary>
    /// Share of all pixels that each class covers, in [0, 1], by the class's name; classes that are never seen are left out.
    /// </summary>
    public required IReadOnlyDictionary<string, double> ClassShares { get; init; }

    /// <summary>Share of all pixels that show something moving in the world, in [0, 1].</summary>
    public required double MovingShare { get; init; }

    /// <summary>The folder held the same streets already, and nothing was rendered.</summary>
    public required bool IsReused { get; init; }
}
