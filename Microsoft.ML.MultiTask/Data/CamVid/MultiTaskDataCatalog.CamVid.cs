using Microsoft.ML.MultiTask.Data.CamVid;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads CamVid, with segmentation labels.</summary>
    /// <remarks>
    /// Two layouts are supported. The copy published with SegNet: <c>train</c>, <c>trainannot</c>, … with 11 classes as grey samples;
    /// lists <c>train.txt</c>, … are used if they exist. The original: <c>701_StillsRaw_full</c> and <c>LabeledApproved_full</c>, whose
    /// label files end in _L and whose 31 classes and Void are colours listed in <c>label_colors.txt</c>. Frame numbers are those of the
    /// video, of which about every 30th frame exists. Each video, such as 0001TP, is a sequence.
    /// <para>Brostow, Fauqueur and Cipolla, "Semantic Object Classes in Video", Pattern Recognition Letters 2009; Badrinarayanan et al.,
    /// "SegNet", TPAMI 2017.</para>
    /// </remarks>
    /// <param name="folder">The folder of either layout.</param>
    /// <param name="options">Split, streams, stride and encoding; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no frames in either layout.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, a list or the colours cannot be read,
    /// or no
    /// frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadCamVid(string folder, CamVidOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new CamVidOptions();
        options.Validate();
        return Rows(new CamVidReader(folder, options).Read(), options);
    }
}
