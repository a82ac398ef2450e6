using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Data.ClassWeights;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>
    /// Computes class weights that balance rare classes in the loss, in one pass over the labels: the <c>classWeights</c> of
    /// <c>DenseTask.Segmentation</c> and <c>DenseTask.Motion</c>.
    /// </summary>
    /// <remarks>Deviation: unlabelled pixels are not counted, neither for a class nor for the size of their image.</remarks>
    /// <param name="rows">Decoded rows; the training set only.</param>
    /// <param name="labelColumnName">The column of class labels, Vector&lt;Byte, H, W&gt;, 255 where unlabelled.</param>
    /// <param name="classCount">C, 2 to 255; 2 for motion.</param>
    /// <param name="weighting">The formula.</param>
    /// <returns>C positive weights, including classes that do not occur.</returns>
    /// <exception cref="ArgumentException">An argument is out of range, or the column is missing or has another type.</exception>
    /// <exception cref="InvalidDataException">A label is neither 0 to C-1 nor 255, or no pixel has a label.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public float[] ClassWeights(
        IDataView rows, string labelColumnName, int classCount, ClassWeighting weighting = ClassWeighting.MedianFrequency)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        if (classCount is < 2 or > ClassLabelEncoding.Ignore)
            throw new ArgumentOutOfRangeException(nameof(classCount),
                $"'{nameof(classCount)}' must be 2 to {ClassLabelEncoding.Ignore}, but was {classCount}.");
        return ClassFrequencies.Count(rows, labelColumnName, classCount).Weights(weighting);
    }
}
