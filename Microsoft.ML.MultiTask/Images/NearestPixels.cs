namespace Microsoft.ML.MultiTask.Images;

/// <summary>Which source pixel each target pixel takes where values must not be mixed: the one whose area holds the target's
/// centre.</summary>
internal static class NearestPixels
{
    /// <summary>The source column (or row) of each target column (or row).</summary>
    public static int[] Along(int source, int target)
    {
        var nearest = new int[target];
        for (var i = 0; i < target; i++)
            nearest[i] = (int)(((2L * i) + 1) * source / (2L * target));
        return nearest;
    }
}
