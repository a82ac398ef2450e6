namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Options of <see cref="MultiTaskInspectionExtensions.Inspect"/>.</summary>
public sealed record InspectionOptions
{
    /// <summary>The most rows whose files are read, evenly spread over the data; null for all.</summary>
    /// <value>At least 1, or null. Default null.</value>
    public int? MaximumRows { get; init; }

    /// <summary>Encodings of label images by label name: "Depth" is that of column <c>DepthPath</c>. They go before the columns'
    /// own.</summary>
    /// <value>Default empty: as <see cref="LoadFramesOptions.LabelEncodings"/>.</value>
    public IReadOnlyDictionary<string, LabelEncoding> LabelEncodings { get; init; } = new Dictionary<string, LabelEncoding>();

    /// <summary>How many rows are read at the same time.</summary>
    /// <value>At least 1. Default: the processors of this machine. The result does not depend on it.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Is called after each row, on some thread, one call at a time; an exception of it ends the inspection.</summary>
    /// <value>Default null.</value>
    public Action<InspectionProgress>? OnProgress { get; init; }

    /// <summary>Ends the inspection early, by an <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumRows ?? 1, 1, nameof(MaximumRows));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        foreach (var encoding in LabelEncodings.Values)
            encoding.Validate();
    }
}
