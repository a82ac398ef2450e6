namespace Microsoft.ML.MultiTask;

/// <summary>How a line of a chart is drawn.</summary>
internal enum ChartStroke
{
    Solid,
    Dashed,
    Dotted,
}
