namespace Microsoft.ML.MultiTask.Training;

/// <summary>What a model was measured at on labelled rows.</summary>
/// <param name="Losses">By task name the mean over the rows with a label; NaN where there is none.</param>
/// <param name="Metrics">By task name the metrics by name.</param>
/// <param name="Labelled">The names of the tasks that have a label.</param>
internal sealed record ValidationResult(
    IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Metrics,
    IReadOnlyList<string> Labelled);
