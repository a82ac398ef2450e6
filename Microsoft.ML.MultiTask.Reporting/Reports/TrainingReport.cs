namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What a report is about; everything is optional, and a part that is not given is left out.</summary>
public sealed record TrainingReport
{
    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Multi-task training";

    /// <summary>Names and values worth knowing: data, network, epochs, seconds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>The training's history: the loss curves and task weights.</summary>
    public TrainingHistory? History { get; init; }

    /// <summary>What the model reaches on rows that it was not trained on.</summary>
    public MultiTaskMetrics? Metrics { get; init; }

    /// <summary>What guesses without a network reach on the same rows.</summary>
    public IReadOnlyList<ReportBaseline> Baselines { get; init; } = [];

    /// <summary>Rows to show as pictures: the data with the model's predictions, and its labels where there are any.</summary>
    public IDataView? Scored { get; init; }

    /// <summary>How many rows of <see cref="Scored"/> are shown, evenly spread over it.</summary>
    /// <value>At least 0; default 6.</value>
    public int Rows { get; init; } = 6;

    /// <summary>The columns of <see cref="Scored"/> with the frames, the current one first; those that are missing are left out.</summary>
    public IReadOnlyList<string> FrameColumnNames { get; init; } = ["Frame0", "Frame1"];

    /// <summary>The quantity that is drawn in the first, warmest colour; metres for depth.</summary>
    /// <value>Positive; default 2.</value>
    public double Near { get; init; } = 2;

    /// <summary>The quantity that is drawn in the last, coldest colour; metres for depth.</summary>
    /// <value>Larger than <see cref="Near"/>; default 80.</value>
    public double Far { get; init; } = 80;
}
