using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads KITTI 2015: segmentation (data_semantics), depth from disparity and moving cars (data_scene_flow).</summary>
    /// <remarks>
    /// Frames are <c>training/image_2/NNNNNN_10.png</c>, the labelled ones, and <c>_11</c>, or with the multiview release <c>_00</c> to
    /// <c>_20</c>; labels are in <c>semantic</c>, <c>disp_occ_0</c> and <c>obj_map</c>, calibrations in <c>calib_cam_to_cam</c>. The
    /// archives may be unpacked over each other, or side by side. A snippet NNNNNN is a sequence, and its frame _10 makes a row, with
    /// labels or without. By default the row's second frame is <c>_11</c>, the one after: the two-frame release has no other. With the
    /// multiview release set Stride = 1 for <c>_09</c>, the one before.
    /// <para>Menze and Geiger, "Object Scene Flow for Autonomous Vehicles", CVPR 2015; Alhaija et al., "Augmented Reality Meets Computer
    /// Vision", IJCV 2018 (semantics).</para>
    /// </remarks>
    /// <param name="folder">The folder with <c>training</c> and <c>testing</c>, or one that holds such folders.</param>
    /// <param name="options">Part, camera, streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read, calibrations too, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no such frames.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file another name, or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadKitti(string folder, KittiOptions? options = null)
    {
        options ??= new KittiOptions();
        options.Validate();
        var roots = new DataRoots(folder, path =>
            Directory.Exists(Path.Combine(path, "training")) || Directory.Exists(Path.Combine(path, "testing")));
        return Rows(new KittiReader(roots, options).Read(), options);
    }
}
