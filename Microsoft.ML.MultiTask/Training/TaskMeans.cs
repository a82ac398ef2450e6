namespace Microsoft.ML.MultiTask.Training;

/// <summary>The mean of a number per task, over the steps or rows that had one.</summary>
/// <param name="Sums">[T].</param>
/// <param name="Counts">[T].</param>
internal sealed record TaskMeans(double[] Sums, double[] Counts)
{
    internal TaskMeans(int taskCount) : this(new double[taskCount], new double[taskCount]) { }

    internal void Add(int task, double value, double count = 1)
    {
        Sums[task] += value * count;
        Counts[task] += count;
    }

    /// <summary>The means, [T]; NaN where there was nothing.</summary>
    internal double[] Compute() => [.. Sums.Zip(Counts, (sum, count) => sum / count)];

    /// <summary>The means of the tasks that had one, by their indices.</summary>
    internal Dictionary<int, double> ByIndex() => Compute().Index().Where(mean => Counts[mean.Index] > 0).ToDictionary(mean => mean.Index, mean => mean.Item);

    /// <summary>The means by the tasks' names.</summary>
    internal IReadOnlyDictionary<string, double> ByName(IReadOnlyList<DenseTask> tasks) =>
        tasks.Zip(Compute()).ToDictionary(p => p.First.Name, p => p.Second);
}
