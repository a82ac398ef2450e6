// Stands in until the metrics land; delete this file with them.
#pragma warning disable CS1591
namespace Microsoft.ML.MultiTask;

public abstract class TaskMetric;
internal sealed class SegmentationMetric(int classCount) : TaskMetric { internal int ClassCount => classCount; }
internal sealed class DepthMetric : TaskMetric;
internal sealed class MotionMetric : TaskMetric;
