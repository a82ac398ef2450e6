namespace Microsoft.ML.MultiTask;

/// <summary>What makes an epoch better than another: a number of its validation. An epoch in which it is not finite is never better.</summary>
public sealed record EarlyStoppingCriterion
{
    private readonly Func<EpochRecord, IReadOnlyList<string>, double> _value;

    private EarlyStoppingCriterion(string name, bool isHigherBetter, Func<EpochRecord, IReadOnlyList<string>, double> value) =>
        (Name, IsHigherBetter, _value) = (name, isHigherBetter, value);

    /// <summary>The geometric mean of the validation losses of the tasks with labels: no task's unit outweighs another's. The default.</summary>
    public static EarlyStoppingCriterion ValidationLoss { get; } = new("validation loss", isHigherBetter: false, (record, labelled) =>
        Math.Exp(labelled.Average(task => Math.Log(Math.Max(record.ValidationLosses[task], 1e-30)))));

    /// <summary>What it is called in messages; a checkpoint is continued with a criterion of the same name only.</summary>
    public string Name { get; }

    /// <summary>Whether more of it is better.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>The task and metric of <see cref="Metric"/>; null for others.</summary>
    internal (string Task, string Metric)? Source { get; private init; }

    /// <summary>A metric of one task, such as <c>Metric("Segmentation", "MeanIoU")</c>; lower is better where its name ends in <c>Error</c>.</summary>
    /// <param name="taskName">The name of one of the trainer's tasks.</param>
    /// <param name="metricName">A name in <see cref="TaskMetrics.Values"/> of that task.</param>
    public static EarlyStoppingCriterion Metric(string taskName, string metricName)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentException.ThrowIfNullOrEmpty(metricName);
        return new($"{taskName} {metricName}", !metricName.EndsWith("Error", StringComparison.Ordinal), (record, _) => record.ValidationMetrics[taskName][metricName])
        {
            Source = (taskName, metricName),
        };
    }

    /// <summary>
    /// Any number of an epoch's validation. Δm against networks of single tasks:
    /// <c>Of("Δm", epoch => DeltaM.Gain(epoch.ValidationMetrics, alone))</c>.
    /// </summary>
    /// <param name="name">What it is called in messages and checkpoints.</param>
    /// <param name="value">Computes it. Not saved.</param>
    /// <param name="isHigherBetter">Whether more of it is better.</param>
    public static EarlyStoppingCriterion Of(string name, Func<EpochRecord, double> value, bool isHigherBetter = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        return new(name, isHigherBetter, (record, _) => value(record));
    }

    /// <summary>Its value for an epoch.</summary>
    /// <param name="record">An epoch with validation.</param>
    /// <param name="labelled">The names of the tasks that the validation set has labels for; at least one.</param>
    /// <exception cref="InvalidOperationException">It is a metric of a task without labels: no epoch would be better than the first.</exception>
    internal double Value(EpochRecord record, IReadOnlyList<string> labelled) => Source is not { } source || labelled.Contains(source.Task) ? _value(record, labelled)
        : throw new InvalidOperationException(
            $"Option 'EarlyStopping': the criterion '{Name}' cannot be measured, because option 'ValidationSet' has no label of task '{source.Task}'.");

    /// <summary>Whether a training of these tasks can measure it.</summary>
    /// <exception cref="ArgumentException">It is a metric of another task, or a task has no such metric.</exception>
    internal void Check(IReadOnlyList<DenseTask> tasks)
    {
        if (Source is not { } source) return;
        var task = tasks.FirstOrDefault(task => task.Name == source.Task) ?? throw new ArgumentException(
            $"Option 'EarlyStopping': the criterion '{Name}' is of a task '{source.Task}', but the tasks are {string.Join(", ", tasks.Select(task => task.Name))}.");
        string[] names = [.. task.CreateMetric().Compute().Values.Select(value => value.Key)];
        if (!names.Contains(source.Metric))
            throw new ArgumentException($"Option 'EarlyStopping': task '{source.Task}' has no metric '{source.Metric}', but {string.Join(", ", names)}.");
    }
}
