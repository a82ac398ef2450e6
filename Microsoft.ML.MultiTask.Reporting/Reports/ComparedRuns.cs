namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What several <see cref="ComparedRun"/>s have in common.</summary>
public static class ComparedRuns
{
    /// <summary>A value of every epoch, averaged over the runs that have it: the line of a chart.</summary>
    /// <param name="runs">The runs; they may differ in how many epochs they have.</param>
    /// <param name="value">The value of an epoch; one that is not finite is left out of the mean.</param>
    /// <returns>A mean per epoch, from the first on; NaN where no run has a value.</returns>
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
