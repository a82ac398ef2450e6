namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A section of a <see cref="ReportPage"/>: text, then tables, then charts, then pictures, all optional.</summary>
public sealed record ReportSection
{
    /// <summary>The heading.</summary>
    public required string Heading { get; init; }

    /// <summary>Paragraphs of plain text.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Tables, below each other.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Charts, as many side by side as fit.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Whether one legend above the charts replaces the legend of each; the charts must then have the same lines.</summary>
    /// <value>Default false.</value>
    public bool SharesLegend { get; init; }

    /// <summary>Legends for the colours of the pictures, each with a name.</summary>
    public IReadOnlyList<KeyValuePair<string, TaskColors>> Legends { get; init; } = [];

    /// <summary>Grids of pictures.</summary>
    public IReadOnlyList<ReportPictureGrid> Grids { get; init; } = [];
}
