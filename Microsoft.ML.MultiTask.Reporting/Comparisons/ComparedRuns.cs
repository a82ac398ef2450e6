namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Aggregates of several <see cref="ComparedRun"/>s.</summary>
public static class ComparedRuns
{
    /// <summary>Averages a value over runs, epoch by epoch, for the line of a chart.</summary>
    /// <param name="runs">The runs; they may have different numbers of epochs.</param>
    /// <param name="value">Selects the value; values that are not finite are ignored.</param>
    /// <returns>A mean per epoch; NaN if no run has a value.</returns>
    public static IReadOnlyList<double> MeanByEpoch(this IEnumerable<ComparedRun> runs, Func<EpochRecord, double> value)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(value);
        var histories = runs.Select(run => run.History.Epochs).ToArray();
        int epochs = histories.Select(epochs => epochs.Count).DefaultIfEmpty(0).Max();
        return [.. Enumerable.Range(0, epochs).Select(epoch =>
            MeanAndDeviation.Of(histories.Where(records => epoch < records.Count).Select(records => value(records[epoch]))).Mean)];
    }
}
