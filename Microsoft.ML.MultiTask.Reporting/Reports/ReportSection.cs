namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A part of a <see cref="ReportPage"/>: text, then tables, then charts, then pictures; each may be missing.</summary>
public sealed record ReportSection
{
    /// <summary>The heading.</summary>
    public required string Heading { get; init; }

    /// <summary>Paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Tables, one below the other.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Charts, side by side as far as there is room.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Whether the lines' names stand once above the charts, which then must have the same lines, and not within each.</summary>
    /// <value>Default false.</value>
    public bool SharesLegend { get; init; }

    /// <summary>What the colours of the pictures mean, each under a name.</summary>
    public IReadOnlyList<KeyValuePair<string, TaskColors>> Legends { get; init; } = [];

    /// <summary>Grids of pictures.</summary>
    public IReadOnlyList<ReportPictureGrid> Grids { get; init; } = [];
}
