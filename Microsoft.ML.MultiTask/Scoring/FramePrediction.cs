namespace Microsoft.ML.MultiTask;

/// <summary>The predictions for one frame, in managed memory.</summary>
public sealed class FramePrediction
{
    private readonly IReadOnlyDictionary<string, Array> _pixels;

    internal FramePrediction(int height, int width, IReadOnlyDictionary<string, Array> pixels) =>
        (Height, Width, _pixels) = (height, width, pixels);

    /// <summary>Height, pixels.</summary>
    public int Height { get; }

    /// <summary>Width, pixels.</summary>
    public int Width { get; }

    /// <summary>A classification task's prediction.</summary>
    /// <param name="taskName">The task's name, such as <c>Segmentation</c> or <c>Motion</c>.</param>
    /// <returns>A class per pixel, [H * W], row by row.</returns>
    /// <exception cref="ArgumentException">No task has this name, or it predicts quantities.</exception>
    public byte[] Classes(string taskName) => Pixels<byte>(taskName, "classes");

    /// <summary>A regression task's prediction.</summary>
    /// <param name="taskName">The task's name, such as <c>Depth</c>.</param>
    /// <returns>A quantity per pixel (metres for depth), [H * W], row by row.</returns>
    /// <exception cref="ArgumentException">No task has this name, or it predicts classes.</exception>
    public float[] Quantities(string taskName) => Pixels<float>(taskName, "quantities");

    private T[] Pixels<T>(string taskName, string kind)
    {
        ArgumentNullException.ThrowIfNull(taskName);
        return _pixels.GetValueOrDefault(taskName) as T[]
            ?? throw new ArgumentException(
                $"No task named '{taskName}' predicts {kind}; the tasks are {string.Join(", ", _pixels.Keys)}.", nameof(taskName));
    }
}
