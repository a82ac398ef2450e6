using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads CamVid: segmentation.</summary>
    /// <remarks>
    /// Two layouts are known. The copy published with SegNet: <c>train</c>, <c>trainannot</c>, … with 11 classes as grey samples, and lists
    /// <c>train.txt</c>, …, which count where they exist. The original: <c>701_StillsRaw_full</c> and <c>LabeledApproved_full</c> with
    /// names ending in _L, whose 31 classes and Void are colours that <c>label_colors.txt</c> names. Frame numbers are those of the video,
    /// of which about every 30th frame is there. A video, such as 0001TP, is a sequence.
    /// <para>Brostow, Fauqueur and Cipolla, "Semantic Object Classes in Video", Pattern Recognition Letters 2009; Badrinarayanan et al.,
    /// "SegNet", TPAMI 2017.</para>
    /// </remarks>
    /// <param name="folder">The folder of either layout.</param>
    /// <param name="options">Part, streams, stride and encoding; null for the defaults.</param>
    /// <returns>Rows of paths; files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no such frames.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file another name, a list or the colours cannot be read, or no frame
    /// has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public IDataView LoadCamVid(string folder, CamVidOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new CamVidOptions();
        options.Validate();
        return Rows(new CamVidReader(folder, options).Read(), options);
    }
}
