namespace Microsoft.ML.MultiTask;

/// <summary>Levels of a <see cref="FeaturePyramid"/>, by their size in relation to the frame's height and width.</summary>
[Flags]
public enum FeatureLevels
{
    /// <summary>No level.</summary>
    None = 0,

    /// <summary>H/4 x W/4.</summary>
    Quarter = 1,

    /// <summary>H/8 x W/8.</summary>
    Eighth = 2,

    /// <summary>H/16 x W/16.</summary>
    Sixteenth = 4,

    /// <summary>H/32 x W/32.</summary>
    ThirtySecond = 8,

    /// <summary>All four.</summary>
    All = Quarter | Eighth | Sixteenth | ThirtySecond,
}
