namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A line chart of values by epoch in a <see cref="ReportSection"/>.</summary>
/// <param name="Title">The title.</param>
/// <param name="Lines">The lines; at least one.</param>
public sealed record ReportChart(string Title, IReadOnlyList<ReportLine> Lines)
{
    /// <summary>Whether the value axis starts at 0. Otherwise it fits the values, and is logarithmic if they span more than a factor of
    /// ten.</summary>
    /// <value>Default false.</value>
    public bool StartsAtZero { get; init; }
}
