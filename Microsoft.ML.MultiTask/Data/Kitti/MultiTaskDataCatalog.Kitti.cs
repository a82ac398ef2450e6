using Microsoft.ML.MultiTask.Data.Kitti;
using Microsoft.ML.MultiTask.Data.Listing;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads KITTI 2015: segmentation (data_semantics), depth from disparity and moving cars (data_scene_flow).</summary>
    /// <remarks>
    /// Frames are <c>training/image_2/NNNNNN_10.png</c>, the labelled ones, and <c>_11</c>, or with the multiview release <c>_00</c> to
    /// <c>_20</c>; labels are in <c>semantic</c>, <c>disp_occ_0</c> and <c>obj_map</c>, calibrations in <c>calib_cam_to_cam</c>. The
    /// archives may be unpacked into one folder or side by side. Each snippet NNNNNN is a sequence, and its frame _10 makes a row, with
    /// or without labels. By default the row's second frame is the next one, <c>_11</c>, as the two-frame release has no other. With the
    /// multiview release set Stride = 1 for the previous one, <c>_09</c>.
    /// <para>Menze and Geiger, "Object Scene Flow for Autonomous Vehicles", CVPR 2015; Alhaija et al., "Augmented Reality Meets Computer
    /// Vision", IJCV 2018 (semantics).</para>
    /// </remarks>
    /// <param name="folder">The folder with <c>training</c> and <c>testing</c>, or the parent of several such folders.</param>
    /// <param name="options">Split, camera, streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read, calibrations included, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no such frames.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its
    /// neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadKitti(string folder, KittiOptions? options = null)
    {
        options ??= new KittiOptions();
        options.Validate();
        var roots = new DataRoots(folder, path =>
            Directory.Exists(Path.Combine(path, "training")) || Directory.Exists(Path.Combine(path, "testing")));
        return Rows(new KittiReader(roots, options).Read(), options);
    }
}
