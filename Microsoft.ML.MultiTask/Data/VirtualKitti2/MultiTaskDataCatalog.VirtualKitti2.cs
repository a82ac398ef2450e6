using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.VirtualKitti2;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads Virtual KITTI 2: segmentation, depth and motion of every frame.</summary>
    /// <remarks>
    /// The archives rgb, classSegmentation, depth, instanceSegmentation and textgt may be unpacked into one folder or side by side. Motion
    /// comes from the instance images and <c>bbox.txt</c>, which says which instances move between a frame and the next; without either
    /// there are no motion labels. Each camera of a scene's variation is a sequence, such as Scene01/clone/Camera_0.
    /// <para>Cabon, Murray and Humenberger, "Virtual KITTI 2", 2020, arXiv:2001.10773.</para>
    /// </remarks>
    /// <param name="folder">The folder of the scenes, or the parent of several such folders.</param>
    /// <param name="options">Scenes, variations, cameras, streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read, bbox.txt included, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no frames that the options select.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its
    /// neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadVirtualKitti2(string folder, VirtualKitti2Options? options = null)
    {
        options ??= new VirtualKitti2Options();
        options.Validate();
        var roots = new DataRoots(folder, path => Directory.EnumerateDirectories(path, "Scene*").Any());
        return Rows(new VirtualKitti2Reader(roots, options).Read(), options);
    }
}
