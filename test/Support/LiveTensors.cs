using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Counts tensors by TorchSharp's own statistics.</summary>
internal static class LiveTensors
{
    /// <summary>
    /// Tensors that this thread created and has not disposed. One that is left to the finalizer stays in the count, because the finalizer
    /// runs on another thread.
    /// </summary>
    internal static long OfThisThread => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
