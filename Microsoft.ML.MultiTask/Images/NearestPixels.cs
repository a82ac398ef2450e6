namespace Microsoft.ML.MultiTask.Images;

/// <summary>Nearest-neighbour sampling: each target pixel takes the source pixel whose area contains the target pixel's
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
