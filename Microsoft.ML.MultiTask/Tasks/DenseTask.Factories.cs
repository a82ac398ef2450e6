using Microsoft.ML.MultiTask.Tasks;
using Microsoft.ML.MultiTask.Tasks.Depth;

namespace Microsoft.ML.MultiTask;

/// <content>The tasks of the package.</content>
public abstract partial class DenseTask
{
    /// <summary>Per-pixel classification, trained by cross-entropy (MultiNet++, equation 4) or another loss.</summary>
    /// <param name="classCount">Number of classes, 2 to 255; labels are 0 to classCount-1, or <see cref="Ignore"/>.</param>
    /// <param name="classWeights">A positive weight per class for the loss; null for equal weights.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The label column; null for <paramref name="name"/>.</param>
    /// <param name="loss">The loss; null for cross-entropy.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static DenseTask Segmentation(
        int classCount, IReadOnlyList<float>? classWeights = null, string name = "Segmentation", string? labelColumnName = null,
        SegmentationLoss? loss = null) =>
        new SegmentationTask(classCount, classWeights, loss ?? SegmentationLoss.CrossEntropy, name, labelColumnName);

    /// <summary>Per-pixel depth, trained by the Huber loss (MultiNet++, equation 5) or another loss.</summary>
    /// <param name="targetScale">
    /// Units of the training target per metre: 1 trains on metres, 256 on KITTI's 16-bit values, 100 on centimetres. Where the loss has
    /// another <see cref="DepthSpace"/>, per unit of that.
    /// </param>
    /// <param name="huberDelta">
    /// The absolute error at which the Huber loss turns from quadratic to linear, in units of the training target; 250 in the paper. Has no
    /// meaning for another <paramref name="loss"/>.
    /// </param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The label column, in metres; null for <paramref name="name"/>.</param>
    /// <param name="loss">The loss; null for Huber with <paramref name="huberDelta"/>.</param>
    /// <param name="farthestMeters">Labels beyond this do not count in training, and no prediction is farther; up to 100 km, the default.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or there are both a loss and a <paramref name="huberDelta"/>.</exception>
    public static DenseTask Depth(
        double targetScale = 1, double huberDelta = 1, string name = "Depth", string? labelColumnName = null, DepthLoss? loss = null,
        double farthestMeters = DepthLabelEncoding.MaximumMeters)
    {
        if (loss is not null && huberDelta != 1)
            throw new ArgumentException(FormattableString.Invariant(
                $"Give task '{name}' either '{nameof(loss)}' or '{nameof(huberDelta)}', not both; its loss is {loss.ToJson().ToJsonString()}."), nameof(huberDelta));
        return new DepthTask(targetScale, loss ?? new HuberDepthLoss(OptionCheck.Positive(huberDelta, name), DepthSpace.Linear), farthestMeters, name, labelColumnName);
    }

    /// <summary>Which pixels belong to something that moves in the world: a segmentation of two classes.</summary>
    /// <param name="classWeights">The weights of static (0) and moving (1) pixels in the loss; null for equal weights.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="labelColumnName">The label column; null for <paramref name="name"/>.</param>
    /// <param name="loss">The loss; null for cross-entropy.</param>
    /// <exception cref="ArgumentException">An argument is out of its range.</exception>
    public static DenseTask Motion(
        IReadOnlyList<float>? classWeights = null, string name = "Motion", string? labelColumnName = null, SegmentationLoss? loss = null) =>
        new MotionTask(classWeights, loss ?? SegmentationLoss.CrossEntropy, name, labelColumnName);
}
