using Microsoft.ML.MultiTask.Data.CamVid;
using Microsoft.ML.MultiTask.Data.Cityscapes;
using Microsoft.ML.MultiTask.Data.FrameFolders;
using Microsoft.ML.MultiTask.Data.FrameTables;
using Microsoft.ML.MultiTask.Data.Kitti;
using Microsoft.ML.MultiTask.Data.Synthia;
using Microsoft.ML.MultiTask.Data.VirtualKitti2;
using Microsoft.ML.MultiTask.Data.WoodScape;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    /// <summary>Reads video sequences from plain folders: <c>frames</c>, and optionally <c>segmentation</c>, <c>depth</c>, <c>motion</c>
    /// and folders of other labels.</summary>
    /// <remarks>
    /// Files are named by their frame number: frames NNNNNN.png or .jpg, labels NNNNNN.png; all files of a folder may have the same text
    /// before the number, such as frame_NNNN.png. Other files and folders are passed over and named in the log, but for names that begin with a
    /// dot. By default segmentation holds Cityscapes training classes (0 to 18), depth 16-bit values of 1/256 metre with 0 for missing, motion 0 static and 1 moving; 255 is ignored in both.
    /// </remarks>
    /// <param name="folder">A sequence, or a folder of sequences.</param>
    /// <param name="options">Streams, stride and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor contains a sequence.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames, frames in other formats or a label without a frame, a
    /// folder of labels holds no PNG, or no frame has its predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadFrameFolders(string folder, FrameFolderOptions? options = null) =>
        Load(folder, options ?? new FrameFolderOptions(), FrameFolderReader.Read);

    /// <summary>Reads rows of paths from a CSV file with a header line.</summary>
    /// <remarks>
    /// <c>Frame0Path</c> is required; <c>Frame1Path</c>, … are the row's other streams, empty if there is none. Without these columns
    /// predecessors are found by <c>FrameIndex</c> within a <c>Sequence</c>, stride by stride. Every other <c>XPath</c> is a label, a PNG
    /// file, empty for rows without it; a column <c>XEncoding</c> may hold encodings of single rows as written by
    /// <see cref="LabelEncoding.ToJson"/>. Other columns are ignored. Paths are absolute, or relative to the file's folder, then
    /// with slashes or back-slashes. The text is UTF-8, or UTF-16 with a byte order mark. Rows are ordered by sequence, in order of first
    /// appearance, and by FrameIndex if predecessors are found by it.
    /// </remarks>
    /// <param name="path">The CSV file.</param>
    /// <param name="options">Encodings, streams and stride; null for the defaults.</param>
    /// <returns>Rows of paths. The files are read when rows are decoded.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A column is missing or has no encoding, a line cannot be read, or no row has its
    /// predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadFrameTable(string path, FrameTableOptions? options = null) =>
        Load(path, options ?? new FrameTableOptions(), (file, given) => new FrameTableReader(file, given).Read());

    /// <summary>Reads video sequences in the layout of SYNTHIA: segmentation and depth.</summary>
    /// <remarks>
    /// A sequence holds <c>RGB</c> and optionally <c>Depth</c>, <c>GT/LABELS</c> and <c>Motion</c>, each with a camera's folder
    /// (<c>Stereo_Left/Omni_F</c>) of files NNNNNN.png. Depth and classes are published as 16-bit RGB images and read from the first
    /// channel; class labels may have any PNG format with the class in that channel (8-bit grey, palette), depth any 16-bit format.
    /// <para>Ros et al., "The SYNTHIA Dataset", CVPR 2016. The <c>Motion</c> folder is an addition: 8-bit, 0 static, 1 moving, 255 unknown.</para>
    /// </remarks>
    /// <param name="folder">A sequence, such as SYNTHIA-SEQS-02-SUMMER, or a folder of sequences.</param>
    /// <param name="options">Streams, stride, sequences, seasons, cameras and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, or neither is nor contains a sequence that the options
    /// select.</exception>
    /// <exception cref="InvalidDataException">A sequence has no frames or a label without a frame, or no frame has its predecessors.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadSynthia(string folder, SynthiaOptions? options = null) =>
        Load(folder, options ?? new SynthiaOptions(), SynthiaReader.Read);

    /// <summary>Reads Cityscapes: segmentation, depth from disparity, and motion from masks published by others.</summary>
    /// <remarks>
    /// The packages are unpacked side by side: <c>leftImg8bit</c>, <c>leftImg8bit_sequence</c> (the frames around the labelled ones,
    /// without which no row has a predecessor), <c>gtFine</c> or <c>gtCoarse</c>, <c>disparity</c>, <c>camera</c>. Labels are the label
    /// ids, mapped to the 19 training classes, or the training ids if only those exist. Each drive, such as aachen_000000, is a sequence.
    /// <para>Cordts et al., "The Cityscapes Dataset for Semantic Urban Scene Understanding", CVPR 2016.</para>
    /// </remarks>
    /// <param name="folder">The folder of the packages, or the parent of several such folders.</param>
    /// <param name="options">Split, streams, stride, motion masks and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read, cameras included, when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no such frames, or the folder of motion masks has
    /// none.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadCityscapes(string folder, CityscapesOptions? options = null) =>
        Load(folder, options ?? new CityscapesOptions(), (root, given) => new CityscapesReader(root, given).Read());

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
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadKitti(string folder, KittiOptions? options = null) =>
        Load(folder, options ?? new KittiOptions(), (root, given) => new KittiReader(root, given).Read());

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
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadVirtualKitti2(string folder, VirtualKitti2Options? options = null) =>
        Load(folder, options ?? new VirtualKitti2Options(), (root, given) => new VirtualKitti2Reader(root, given).Read());

    /// <summary>Reads CamVid, with segmentation labels.</summary>
    /// <remarks>
    /// Two layouts are supported. The copy published with SegNet: <c>train</c>, <c>trainannot</c>, … with 11 classes as grey samples;
    /// lists <c>train.txt</c>, … are used if they exist. The original: <c>701_StillsRaw_full</c> and <c>LabeledApproved_full</c>, whose
    /// label files end in _L and whose 31 classes and Void are colours listed in <c>label_colors.txt</c>. Frame numbers are those of the
    /// video, of which about every 30th frame exists, in the validation part every second. A frame without one 30 frames before is its own
    /// predecessor unless SequenceStart is Skip. Each video, such as 0001TP, is a sequence.
    /// <para>Brostow, Fauqueur and Cipolla, "Semantic Object Classes in Video", Pattern Recognition Letters 2009; Badrinarayanan et al.,
    /// "SegNet", TPAMI 2017.</para>
    /// </remarks>
    /// <param name="folder">The folder of either layout, or its parent.</param>
    /// <param name="options">Split, streams, stride and encoding; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist or has no frames in either layout.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, a list or the colours cannot be read,
    /// or no frame has its neighbours.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadCamVid(string folder, CamVidOptions? options = null) =>
        Load(folder, options ?? new CamVidOptions(), (root, given) => new CamVidReader(root, given).Read());

    /// <summary>Reads WoodScape: segmentation and motion of fisheye frames.</summary>
    /// <remarks>
    /// Frames are <c>rgb_images/NNNNN_CAM.png</c>, the one before each is <c>previous_images/NNNNN_CAM_prev.png</c>; labels are in
    /// <c>semantic_annotations/gtLabels</c> and <c>motion_annotations/gtLabels</c>. Frames with successive numbers are not
    /// successive in time. Each camera is a sequence, and the frame number is the FrameIndex.
    /// <para>Yogamani et al., "WoodScape", ICCV 2019, arXiv:1905.01489.</para>
    /// </remarks>
    /// <param name="folder">The folder with <c>rgb_images</c>, or its parent.</param>
    /// <param name="options">Split, cameras, streams and encodings; null for the defaults.</param>
    /// <returns>Rows of paths. Files are listed now and read when rows are decoded.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist, has no such frames, or has no list of the split.</exception>
    /// <exception cref="InvalidDataException">A label has no frame, a file name is not as expected, or no frame has a predecessor.</exception>
    /// <exception cref="ArgumentException">An option is invalid.</exception>
    public IDataView LoadWoodScape(string folder, WoodScapeOptions? options = null) =>
        Load(folder, options ?? new WoodScapeOptions(), (root, given) => new WoodScapeReader(root, given).Read());
}
