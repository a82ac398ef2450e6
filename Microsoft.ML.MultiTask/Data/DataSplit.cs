namespace Microsoft.ML.MultiTask;

/// <summary>A part of a data set, as its authors divided it.</summary>
public enum DataSplit
{
    /// <summary>Every part that is there.</summary>
    All,

    /// <summary>The part to train on.</summary>
    Train,

    /// <summary>The part to choose by.</summary>
    Validation,

    /// <summary>The part to report on; for benchmarks without public labels, frames alone.</summary>
    Test,

    /// <summary>Cityscapes: the further frames with coarse labels.</summary>
    TrainExtra,
}
