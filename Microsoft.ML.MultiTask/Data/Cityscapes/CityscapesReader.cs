using System.Text.Json;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;
using Microsoft.ML.MultiTask.Persistence;

namespace Microsoft.ML.MultiTask.Data.Cityscapes;

/// <summary>Lists the files of Cityscapes: {type}{_sequence}/{split}/{city}/{city}_{sequence}_{frame}_{type}.{ext}.</summary>
internal sealed class CityscapesReader
{
    private const string Frames = "leftImg8bit";
    private const string Sequences = "leftImg8bit_sequence";
    private static readonly string[] s_packages = [Frames, Sequences, "gtFine", "gtCoarse", "disparity"];

    private const int Segmentation = 0;
    private const int Depth = 1;
    private const int Motion = 2;

    // Three levels, for split and city: links back to a folder above would be walked for ever.
    private static readonly EnumerationOptions s_masks = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = default };

    private readonly string _folder;
    private readonly DataRoots _roots;
    private readonly FileListing _listing = new();
    private readonly CityscapesOptions _options;
    private readonly string[] _splits;
    private readonly string _labelSuffix;
    private readonly LabelColumn[] _labels;
    private readonly SequenceGroups _sequences;

    public CityscapesReader(string folder, CityscapesOptions options)
    {
        (_folder, _options) = (folder, options);
        _roots = new DataRoots(folder, path => s_packages.Any(package => Directory.Exists(FileListing.Find(path, package))));
        string[] all = ["train", "val", "test", "train_extra"];
        _splits = options.Split == DataSplit.All
            ? [.. all.Where(split => _roots.Existing(Frames, split).Count + _roots.Existing(Sequences, split).Count > 0)]
            : [all[(int)options.Split - 1]];
        var hasIds = _splits.Any(split => Has(split, "_labelIds.png"));
        var hasTrainIds = !hasIds && _splits.Any(split => Has(split, "_labelTrainIds.png"));
        _labelSuffix = hasTrainIds ? "_labelTrainIds.png" : "_labelIds.png";
        var published = hasTrainIds ? ClassLabelEncoding.Cityscapes : ClassLabelEncoding.CityscapesIds;
        _labels =
        [
            new("Segmentation", options.Mapped(options.Segmentation ?? published)), new("Depth", options.Depth), new("Motion", options.Motion),
        ];
        _sequences = new SequenceGroups(_labels);
    }

    public DataSet Read()
    {
        foreach (var split in _splits)
        {
            foreach (var city in Cities(split))
                ReadCity(split, city);
        }
        if (!_sequences.Sequences.Any())
        {
            var split = _splits.FirstOrDefault("train");
            throw new DirectoryNotFoundException(
                $"Cityscapes: expected frames {Frames}/{split}/CITY/CITY_NNNNNN_NNNNNN_{Frames}.png, or the same in {Sequences}, "
                + $"but {SequenceLayout.Describe(Path.Combine(_roots.Paths.FirstOrDefault(_folder), Frames, split))}.");
        }
        if (_options.MotionFolder is { } folder)
            ReadMotion(_roots.Paths.Append(_folder).Select(root => Path.Combine(root, folder)).FirstOrDefault(Directory.Exists)
                ?? Path.Combine(_folder, folder));
        foreach (var sequence in _sequences.Sequences)
            ChooseRows(sequence);
        var built = _sequences.Build();
        return new DataSet("Cityscapes", _folder, built, _labels)
        {
            Warnings = [.. _listing.Warnings, .. DataSet.NominalCamera(_folder, "camera", built, Depth, _options.Depth)],
        };
    }

    private void ReadCity(string split, string city)
    {
        foreach (var file in FramesIn(Frames, split, city))
        {
            var sequence = Sequence(file.Group);
            sequence.AddFrame(file);
            (sequence.Rows ??= []).Add(file.Number);
        }
        foreach (var file in FramesIn(Sequences, split, city))
        {
            if (!Sequence(file.Group).HasFrame(file.Number))
                Sequence(file.Group).AddFrame(file);
        }
        var annotations = Annotations(split);
        foreach (var file in LabelsIn(_roots.Existing(annotations, split, city), $"_{annotations}{_labelSuffix}"))
            Sequence(file.Group).AddLabel(Segmentation, file);

        var cameras = _roots.Existing("camera", split, city) is [var found, ..] ? found : null;
        foreach (var file in LabelsIn(_roots.Existing("disparity", split, city), "_disparity.png"))
        {
            var sequence = Sequence(file.Group);
            sequence.AddLabel(Depth, file);
            if (cameras is not null)
                sequence.SetEncodings(Depth,
                    CameraOf(new FileForm(Path.Join(cameras, "/" + file.Group), file.Form.Digits, "_camera.json"), _options.Depth));
        }
    }

    // Static, so that rows, which keep the returned delegate, do not keep this reader and its lists alive.
    private static Func<int, LabelEncoding> CameraOf(FileForm files, DepthLabelEncoding disparities) =>
        number => ReadCamera(files.PathOf(number), disparities);

    // The disparity encoding with the camera of a file: extrinsic.baseline in metres, intrinsic.fx in pixels.
    private static DepthLabelEncoding ReadCamera(string path, DepthLabelEncoding disparities)
    {
        try
        {
            using var json = JsonDocument.Parse(RegularFile.ReadAllBytes(path));
            var baseline = json.RootElement.GetProperty("extrinsic").GetProperty("baseline").GetDouble();
            var focalLength = json.RootElement.GetProperty("intrinsic").GetProperty("fx").GetDouble();
            var encoding = disparities with { FocalTimesBaseline = focalLength * baseline };
            encoding.Validate();
            return encoding;
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException(
                $"Camera '{path}': expected JSON with positive extrinsic.baseline and intrinsic.fx, but reading failed: {e.Message}", e);
        }
    }

    private void ReadMotion(string folder)
    {
        var folders = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, "*", s_masks).Prepend(folder)
            : [];
        var isAny = false;
        foreach (var file in LabelsIn(folders, _options.MotionSuffix))
        {
            if (!_sequences.Has(file.Group))
                continue;                                           // belongs to another split
            Sequence(file.Group).AddLabel(Motion, file);
            isAny = true;
        }
        if (!isAny)
            throw new DirectoryNotFoundException(
                $"Cityscapes: expected motion masks CITY_NNNNNN_NNNNNN{_options.MotionSuffix} of {string.Join(", ", _splits)} "
                + $"below '{folder}', but found none; {SequenceLayout.Describe(folder)}.");
    }

    // Frames of leftImg8bit make rows. Without that package the labelled frames do, and without labels all frames.
    private void ChooseRows(SequenceFiles sequence)
    {
        if (_options.AllFrames)
            sequence.Rows = null;
        else if (sequence.Rows is null && sequence.Labelled.Any())
            sequence.Rows = [.. sequence.Labelled];
    }

    private SequenceFiles Sequence(string group) => _sequences.Of(group, group.TrimEnd('_'));

    private IEnumerable<NumberedFile> FramesIn(params string[] folder) =>
        Named(_roots.Existing(folder).SelectMany(path => _listing.Frames(path, $"_{Frames}.png")));

    private IEnumerable<NumberedFile> LabelsIn(IEnumerable<string> folders, string suffix) =>
        Named(folders.SelectMany(path => _listing.Labels(path, suffix)));

    private static IEnumerable<NumberedFile> Named(IEnumerable<NumberedFile> files) =>
        files.Select(file => file.Expect(file.HasGroupAndNumber, "aachen_000000_000019" + file.Form.End));

    private bool Has(string split, string suffix)
    {
        var annotations = Annotations(split);
        return _roots.Existing(annotations, split).SelectMany(FileListing.Subfolders)
            .Any(city => Directory.EnumerateFiles(city, $"*_{annotations}{suffix}").Any(path => !FileListing.IsHidden(Path.GetFileName(path))));
    }

    private string Annotations(string split) => _options.Annotations ?? (split == "train_extra" ? "gtCoarse" : "gtFine");

    private IEnumerable<string> Cities(string split) =>
        _roots.Existing(Frames, split).Concat(_roots.Existing(Sequences, split))
            .SelectMany(FileListing.Subfolders).Select(path => Path.GetFileName(path)).Distinct();
}
