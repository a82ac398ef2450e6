using Microsoft.ML.MultiTask.Data.FrameFolders;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads video sequences from plain folders: <c>frames</c>, and optionally <c>segmentation</c>, <c>depth</c>, <c>motion</c>
    /// and folders of other labels.</summary>
    /// <remarks>
    /// Files are named by their frame number: frames NNNNNN.png or .jpg, labels NNNNNN.png. By default segmentation holds Cityscapes
    /// training
    /// classes (0 to 18), depth 16-bit values of 1/256 metre with 0 for missing, motion 0 static and 1 moving; 255 is ignored in both.
    /// </remarks>
    /// <param name="folder">A sequence, or a folder of sequences.</param>
    /// <param name="options">Streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor contains a sequence.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames or a label without a frame, or no frame has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadFrameFolders(string folder, FrameFolderOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new FrameFolderOptions();
        options.Validate();
        return Rows(FrameFolderReader.Read(folder, options), options);
    }
}
