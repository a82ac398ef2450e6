using Microsoft.ML.MultiTask;

namespace Microsoft.ML.MultiTask;

/// <summary>The way into this package.</summary>
public static class MultiTaskMLContextExtensions
{
    /// <summary>Training, scoring and evaluating one network for several dense tasks on video.</summary>
    /// <remarks>Must have been called once on the context whose <c>Model.Load</c> is to load a model of this package.</remarks>
    /// <param name="mlContext">The context.</param>
    public static MultiTaskCatalog MultiTask(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new MultiTaskCatalog(mlContext);
    }
}
