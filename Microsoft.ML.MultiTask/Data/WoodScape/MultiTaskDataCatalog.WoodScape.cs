using Microsoft.ML.MultiTask.Data.WoodScape;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads WoodScape: segmentation and motion of fisheye frames.</summary>
    /// <remarks>
    /// Frames are <c>rgb_images/NNNNN_CAM.png</c>, the one before each is <c>previous_images/NNNNN_CAM_prev.png</c>; labels are in
    /// <c>semantic_annotations/gtLabels</c> and <c>motion_annotations/gtLabels</c>. Frames with successive numbers are not
    /// successive in time. Each camera is a sequence, and the frame number is the FrameIndex.
    /// <para>Yogamani et al., "WoodScape", ICCV 2019, arXiv:1905.01489.</para>
    /// </remarks>
    /// <param name="folder">The folder with <c>rgb_images</c>.</param>
    /// <param name="options">Split, cameras, streams and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, has no such frames, or has no list of the split.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has a
    /// predecessor.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadWoodScape(string folder, WoodScapeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new WoodScapeOptions();
        options.Validate();
        return Rows(new WoodScapeReader(folder, options).Read(), options);
    }
}
