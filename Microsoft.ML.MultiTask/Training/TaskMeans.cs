namespace Microsoft.ML.MultiTask.Training;

/// <summary>The mean of a number per task, over the steps or rows that had one.</summary>
internal sealed class TaskMeans(IReadOnlyList<DenseTask> tasks)
{
    private readonly double[] _sums = new double[tasks.Count];
    private readonly double[] _counts = new double[tasks.Count];

    internal void Add(IReadOnlyDictionary<string, double> values)
    {
        for (int t = 0; t < tasks.Count; t++)
            if (values.TryGetValue(tasks[t].Name, out double value)) Add(t, value, 1);
    }

    internal void Add(int task, double value, double count)
    {
        _sums[task] += value * count;
        _counts[task] += count;
    }

    /// <summary>The means in the order of the tasks; NaN where there was nothing.</summary>
    internal double[] Compute() => [.. _sums.Zip(_counts, (sum, count) => sum / count)];

    internal IReadOnlyDictionary<string, double> ToDictionary() =>
        tasks.Zip(Compute()).ToDictionary(p => p.First.Name, p => p.Second);
}
