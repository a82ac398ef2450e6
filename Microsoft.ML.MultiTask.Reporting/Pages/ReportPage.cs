namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A custom page of tables, charts and pictures under headings, written by
/// <see cref="MultiTaskReportExtensions.WritePage"/>.</summary>
public sealed record ReportPage
{
    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>Names and values to list at the top: data, network, epochs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The sections, in order.</summary>
    public IReadOnlyList<ReportSection> Sections { get; init; } = [];
}
