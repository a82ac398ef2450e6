using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads WoodScape: segmentation and motion of fisheye frames.</summary>
    /// <remarks>
    /// Frames are <c>rgb_images/NNNNN_CAM.png</c>, the one before each is <c>previous_images/NNNNN_CAM_prev.png</c>; labels are in
    /// <c>semantic_annotations/gtLabels</c> and <c>motion_annotations/gtLabels</c>. Frames with successive numbers do not follow each
    /// other. A camera is a sequence, and a frame's number its FrameIndex.
    /// <para>Yogamani et al., "WoodScape", ICCV 2019, arXiv:1905.01489.</para>
    /// </remarks>
    /// <param name="folder">The folder with <c>rgb_images</c>.</param>
    /// <param name="options">Part, cameras, streams and encodings; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, has no such frames, or no list of the part.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file another name, or no frame has a predecessor.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadWoodScape(string folder, WoodScapeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new WoodScapeOptions();
        options.Validate();
        return Rows(new WoodScapeReader(folder, options).Read(), options);
    }
}
