// Stands in until the metrics land; delete this file with them.
#pragma warning disable CS1591
namespace Microsoft.ML.MultiTask;

public abstract class TaskMetric;
internal sealed class SegmentationMetric(int classCount) : TaskMetric { internal int ClassCount => classCount; }
internal sealed class DepthMetric : TaskMetric;
internal sealed class MotionMetric : TaskMetric;
#pragma warning disable CA1822
public static class PlaceholderX { public static void Update(this TaskMetric m, TorchSharp.torch.Tensor a, TorchSharp.torch.Tensor b){} public static PlaceholderY Compute(this TaskMetric m)=>new(); public class PlaceholderY { public List<KeyValuePair<string,double>> Values => new(); } }
