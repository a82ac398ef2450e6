namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Options of <see cref="MultiTaskInspectionExtensions.Inspect"/>.</summary>
public sealed record InspectionOptions
{
    /// <summary>The maximum number of rows whose files are read, evenly spread over the data; null for all.</summary>
    /// <value>At least 1, or null. Default null.</value>
    public int? MaximumRows { get; init; }

    /// <summary>Encodings of label images by label name: "Depth" is the one of column <c>DepthPath</c>. They override the columns'
    /// and the rows' own.</summary>
    /// <value>Default empty: see <see cref="LoadFramesOptions.LabelEncodings"/>.</value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>The number of rows read concurrently.</summary>
    /// <value>At least 1. Default: the number of processors. The result does not depend on it.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Called after each row, on any thread, one call at a time. An exception it throws ends the inspection.</summary>
    /// <value>Default null.</value>
    public Action<InspectionProgress>? OnProgress { get; init; }

    /// <summary>Cancels the inspection with an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows ?? 1, 1, nameof(MaximumRows));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
