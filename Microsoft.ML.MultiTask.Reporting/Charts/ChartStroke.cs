namespace Microsoft.ML.MultiTask.Reporting.Charts;

/// <summary>The stroke of a chart line.</summary>
internal enum ChartStroke
{
    Solid,
    Dashed,
    Dotted,
}
