using System.Text.Json;
using Microsoft.ML.MultiTask.Data.Listing;
using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Cityscapes;

/// <summary>Lists the files of Cityscapes: {type}{_sequence}/{split}/{city}/{city}_{sequence}_{frame}_{type}.{ext}.</summary>
internal sealed class CityscapesReader
{
    private const string Frames = "leftImg8bit";
    private const string Sequences = "leftImg8bit_sequence";
    private const int Segmentation = 0;
    private const int Depth = 1;
    private const int Motion = 2;

    // Three levels, for split and city: links back to a folder above would be walked for ever.
    private static readonly EnumerationOptions s_masks = new() { RecurseSubdirectories = true, MaxRecursionDepth = 2, AttributesToSkip = default };

    private readonly string _root;
    private readonly CityscapesOptions _options;
    private readonly string[] _splits;
    private readonly string _labelSuffix;
    private readonly LabelColumn[] _labels;
    private readonly SequenceGroups _sequences;

    public CityscapesReader(string root, CityscapesOptions options)
    {
        (_root, _options) = (root, options);
        string[] all = ["train", "val", "test", "train_extra"];
        _splits = options.Split == DataSplit.All
            ? [.. all.Where(split => Directory.Exists(Below(Frames, split)) || Directory.Exists(Below(Sequences, split)))]
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
                + $"but {SequenceLayout.Describe(Below(Frames, split))}.");
        }
        if (_options.MotionFolder is { } folder)
            ReadMotion(Path.Combine(_root, folder));
        foreach (var sequence in _sequences.Sequences)
            ChooseRows(sequence);
        var built = _sequences.Build();
        return new DataSet("Cityscapes", _root, built, _labels)
        {
            Warning = DataSet.NominalCamera(_root, "camera", built, Depth, _options.Depth),
        };
    }

    private void ReadCity(string split, string city)
    {
        foreach (var file in Files(Below(Frames, split, city), $"_{Frames}.png"))
        {
            var sequence = Sequence(file.Group);
            sequence.AddFrame(file);
            (sequence.Rows ??= []).Add(file.Number);
        }
        foreach (var file in Files(Below(Sequences, split, city), $"_{Frames}.png"))
        {
            if (!Sequence(file.Group).HasFrame(file.Number))
                Sequence(file.Group).AddFrame(file);
        }
        var annotations = Annotations(split);
        foreach (var file in Files(Below(annotations, split, city), $"_{annotations}{_labelSuffix}"))
            Sequence(file.Group).AddLabel(Segmentation, file);

        var cameras = Below("camera", split, city);
        var hasCameras = Directory.Exists(cameras);
        foreach (var file in Files(Below("disparity", split, city), "_disparity.png"))
        {
            var sequence = Sequence(file.Group);
            sequence.AddLabel(Depth, file);
            if (hasCameras)
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
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
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
        foreach (var file in folders.SelectMany(path => Files(path, _options.MotionSuffix)))
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

    private static IEnumerable<NumberedFile> Files(string folder, string suffix) =>
        NumberedFile.In(folder, suffix).Select(file => file.Expect(file.HasGroupAndNumber, "aachen_000000_000019" + suffix));

    private bool Has(string split, string suffix)
    {
        var annotations = Annotations(split);
        return Cities(split).Any(city => NumberedFile.In(Below(annotations, split, city), $"_{annotations}{suffix}").Any());
    }

    private string Annotations(string split) => _options.Annotations ?? (split == "train_extra" ? "gtCoarse" : "gtFine");

    private IEnumerable<string> Cities(string split) =>
        ((string[])[Below(Frames, split), Below(Sequences, split)]).Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path)).Distinct();

    private string Below(params string[] parts) => Path.Combine([_root, .. parts]);
}
