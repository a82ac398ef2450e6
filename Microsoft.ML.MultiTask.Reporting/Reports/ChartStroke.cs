namespace Microsoft.ML.MultiTask.Reporting.Reports;

/// <summary>How a line of a chart is drawn.</summary>
internal enum ChartStroke
{
    Solid,
    Dashed,
    Dotted,
}
