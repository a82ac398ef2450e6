using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads Virtual KITTI 2: segmentation, depth and motion of every frame.</summary>
    /// <remarks>
    /// The archives rgb, classSegmentation, depth, instanceSegmentation and textgt may be unpacked over each other, or side by side. What
    /// moves between a frame and the next is known of the instances, from <c>bbox.txt</c>; without that file or the instance images there
    /// is no motion. Each camera of a scene's variation is a sequence, such as Scene01/clone/Camera_0.
    /// <para>Cabon, Murray and Humenberger, "Virtual KITTI 2", 2020, arXiv:2001.10773.</para>
    /// </remarks>
    /// <param name="folder">The folder of the scenes, or one that holds such folders.</param>
    /// <param name="options">Scenes, variations, cameras, streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read, boxes too, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no frames that the options ask for.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file another name, or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadVirtualKitti2(string folder, VirtualKitti2Options? options = null)
    {
        options ??= new VirtualKitti2Options();
        options.Validate();
        var roots = new DataRoots(folder, path => Directory.EnumerateDirectories(path, "Scene*").Any());
        return Rows(new VirtualKitti2Reader(roots, options).Read(), options);
    }
}
