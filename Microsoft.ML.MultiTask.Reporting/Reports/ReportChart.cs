namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A chart of a <see cref="ReportSection"/>: values by epoch.</summary>
/// <param name="Title">What is drawn.</param>
/// <param name="Lines">The lines; at least one.</param>
public sealed record ReportChart(string Title, IReadOnlyList<ReportLine> Lines)
{
    /// <summary>Whether the value axis starts at 0; if not, it fits the values, logarithmic where they span a factor of ten.</summary>
    /// <value>Default false.</value>
    public bool StartsAtZero { get; init; }
}
