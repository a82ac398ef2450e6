using Microsoft.ML.MultiTask.Data.Synthia;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads video sequences in the layout of SYNTHIA: segmentation and depth.</summary>
    /// <remarks>
    /// A sequence holds <c>RGB</c> and optionally <c>Depth</c>, <c>GT/LABELS</c> and <c>Motion</c>, each with a camera's folder
    /// (<c>Stereo_Left/Omni_F</c>) of files NNNNNN.png. Depth and classes are published as 16-bit RGB images and read from the first
    /// channel; class labels may have any PNG format with the class in that channel (8-bit grey, palette), depth any 16-bit format.
    /// <para>Ros et al., "The SYNTHIA Dataset", CVPR 2016. The <c>Motion</c> folder is an addition: 8-bit, 0 static, 1 moving, 255
    /// unknown.</para>
    /// </remarks>
    /// <param name="folder">A sequence, such as SYNTHIA-SEQS-02-SUMMER, or a folder of sequences.</param>
    /// <param name="options">Streams, stride, sequences, seasons, cameras and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor contains a sequence that the options
    /// select.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames or a label without a frame, or no frame has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadSynthia(string folder, SynthiaOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new SynthiaOptions();
        options.Validate();
        return Rows(SynthiaReader.Read(folder, options), options);
    }
}
