using Microsoft.ML.MultiTask.Data.Cityscapes;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads Cityscapes: segmentation, depth from disparity, and motion from masks published by others.</summary>
    /// <remarks>
    /// The packages are unpacked side by side: <c>leftImg8bit</c>, <c>leftImg8bit_sequence</c> (the frames around the labelled ones,
    /// without which no row has a predecessor), <c>gtFine</c> or <c>gtCoarse</c>, <c>disparity</c>, <c>camera</c>. Labels are the label
    /// ids, mapped to the 19 training classes, or the training ids if only those exist. Each drive, such as aachen_000000, is a
    /// sequence.
    /// <para>Cordts et al., "The Cityscapes Dataset for Semantic Urban Scene Understanding", CVPR 2016.</para>
    /// </remarks>
    /// <param name="folder">The folder of the packages.</param>
    /// <param name="options">Split, streams, stride, motion masks and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read, cameras included, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no such frames, or the folder of motion masks has
    /// none.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its
    /// neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadCityscapes(string folder, CityscapesOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new CityscapesOptions();
        options.Validate();
        return Rows(new CityscapesReader(folder, options).Read(), options);
    }
}
