namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A page of one's own: tables, charts and pictures under headings, written by
/// <see cref="MultiTaskReportExtensions.WritePage"/>.</summary>
public sealed record ReportPage
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>Names and values worth knowing: data, network, epochs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The parts of the page, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
