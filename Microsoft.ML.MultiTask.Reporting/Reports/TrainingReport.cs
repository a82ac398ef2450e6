namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The contents of a report. All parts are optional.</summary>
public sealed record TrainingReport
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Multi-task training";

    /// <summary>Names and values to list at the top: data, network, epochs, seconds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The training history: loss curves and task weights.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>The metrics of the model on held-out rows.</summary>
    public MultiTaskMetrics? Metrics { get; init; }

    /// <summary>Baselines without a network on the same rows.</summary>
    public IReadOnlyList<ReportBaseline> Baselines { get; init; } = [];

    /// <summary>Rows to show as pictures: data with the predictions of the model, and optionally its labels.</summary>
    public IDataView? Scored { get; init; }

    /// <summary>The number of rows of <see cref="Scored"/> to show, evenly spread.</summary>
    /// <value>At least 0; default 6.</value>
    public int Rows { get; init; } = 6;

    /// <summary>The frame columns of <see cref="Scored"/>, the current frame first; missing columns are skipped.</summary>
    public IReadOnlyList<string> FrameColumnNames { get; init; } = ["Frame0", "Frame1"];

    /// <summary>The value of the first, warmest colour; metres for depth.</summary>
    /// <value>Positive; default 2.</value>
    public double Near { get; init; } = 2;

    /// <summary>The value of the last, coldest colour; metres for depth.</summary>
    /// <value>Larger than <see cref="Near"/>; default 80.</value>
    public double Far { get; init; } = 80;
}
