namespace Microsoft.ML.MultiTask;

/// <summary>A split of a data set, as its authors define it.</summary>
public enum DataSplit
{
    /// <summary>Every split that exists.</summary>
    All,

    /// <summary>The training split.</summary>
    Train,

    /// <summary>The validation split.</summary>
    Validation,

    /// <summary>The test split; frames only, for benchmarks whose labels are not public.</summary>
    Test,

    /// <summary>Cityscapes: the additional frames with coarse labels.</summary>
    TrainExtra,
}
