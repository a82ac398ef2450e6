using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>
    /// Weights that let rare classes count in the loss, from one pass over the labels: what <see cref="DenseTask.Segmentation"/> and
    /// <see cref="DenseTask.Motion"/> take as <c>classWeights</c>.
    /// </summary>
    /// <remarks>
    /// Deviation: pixels without a label are not counted, nor are they counted as part of their image; nobody knows what they show.
    /// </remarks>
    /// <param name="rows">Decoded rows, of the training set only.</param>
    /// <param name="labelColumnName">The column of class labels, Vector&lt;Byte, H, W&gt;, 255 where unlabelled.</param>
    /// <param name="classCount">C, 2 to 255; 2 for motion.</param>
    /// <param name="weighting">The formula.</param>
    /// <returns>C positive weights, also for classes that do not occur.</returns>
    /// <exception cref="ArgumentException">An argument is out of its range, or the column is missing or of another type.</exception>
    /// <exception cref="InvalidDataException">A label is outside 0 to C-1 and not 255, or no pixel has a label.</exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public float[] ClassWeights(
        IDataView rows, string labelColumnName, int classCount, ClassWeighting weighting = ClassWeighting.MedianFrequency)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        if (classCount is < 2 or > DenseTask.Ignore)
            throw new ArgumentOutOfRangeException(nameof(classCount), $"'{nameof(classCount)}' must be 2 to {DenseTask.Ignore}, but was {classCount}.");
        return ClassFrequencies.Count(rows, labelColumnName, classCount).Weights(weighting);
    }
}
