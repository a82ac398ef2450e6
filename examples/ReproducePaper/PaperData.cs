using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;

/// <summary>A data set as rows of paths, split as in the paper.</summary>
/// <param name="Training">Training rows.</param>
/// <param name="HeldOut">Held-out rows.</param>
/// <param name="ClassNames">The class names of the segmentation.</param>
/// <param name="Description">The name of the data.</param>
/// <param name="Split">A description of the split.</param>
internal sealed record PaperData(IDataView Training, IDataView HeldOut, IReadOnlyList<string> ClassNames, string Description, string Split)
{
    private static readonly string[] s_tasks = ["Segmentation", "Depth", "Motion"];

    /// <summary>The tasks with labels in both the training and the held-out rows.</summary>
    internal IReadOnlyList<string> Labels { get; } =
        [.. s_tasks.Where(task => CountLabels(Training, task) > 0 && CountLabels(HeldOut, task) > 0)];

    /// <summary>What readers of the results need to know about this data.</summary>
    internal IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Reads a data set. Renders streets first if the folder does not exist.</summary>
    /// <exception cref="InvalidOperationException">No task has labels in both parts.</exception>
    internal static PaperData Load(MLContext mlContext, PaperSettings settings, string root)
    {
        var data = settings.Data switch
        {
            PaperDataSet.Streets => Streets(mlContext, settings, root),
            PaperDataSet.Synthia => Synthia(mlContext, settings, root),
            PaperDataSet.Kitti => Kitti(mlContext, settings, root),
            _ => Cityscapes(mlContext, settings, root),
        };
        var counts = string.Join("; ", s_tasks.Select(task =>
            $"{task} {CountLabels(data.Training, task)}, {CountLabels(data.HeldOut, task)}"));
        if (data.Labels.Count == 0)
            throw new InvalidOperationException(
                $"{data.Description} '{root}', split into {data.Split}: no task has labels both to train on and to measure on. "
                + $"Frames with a label, to train on and held out: {counts}.");
        return data with
        {
            Remarks =
            [
                .. data.Remarks,
                .. data.Labels.Count < s_tasks.Length
                    ? [$"Frames with a label, to train on and held out: {counts}. Only tasks that have both are trained."]
                    : Array.Empty<string>(),
                .. StandIns(data),
            ],
        };
    }

    /// <summary>The classes the paper uses for KITTI and Cityscapes: 19, and one for everything else.</summary>
    private static ClassMap TwentyClasses => ClassMap.CityscapesWithVoid;

    private static IReadOnlyList<string> SynthiaClasses => ClassLabelEncoding.Synthia.ClassNames!;

    private static PaperData Streets(MLContext mlContext, PaperSettings settings, string root)
    {
        var data = mlContext.MultiTask().Data;
        data.GenerateStreets(root, new StreetsOptions
        {
            Sequences = settings.Sequences!.Value,
            FramesPerSequence = settings.FramesPerSequence!.Value,
            Height = settings.Height,
            Width = settings.Width,
            Seed = 1,
            Threads = settings.Threads,
        });
        var split = HeldOutRows.Split(mlContext, data.LoadSynthia(root), settings.ValidationFraction!.Value);
        return new PaperData(split.Training, split.HeldOut, SynthiaClasses,
            $"{settings.Sequences} generated streets of {settings.FramesPerSequence} frames", split.Description)
        {
            Remarks =
            [
                "The streets are synthetic and not a data set of the paper: the published numbers show which differences it found, not "
                + "values to be reached here.",
            ],
        };
    }

    private static PaperData Synthia(MLContext mlContext, PaperSettings settings, string root)
    {
        return new PaperData(
            Rows(DataSplit.Train), Rows(DataSplit.Validation), SynthiaClasses, $"SYNTHIA SEQS, {settings.Season}",
            "sequence 02 and sequence 05")
        {
            Remarks = ["The paper names sequences 02 and 05 of SYNTHIA, but not their season. SYNTHIA has no motion labels."],
        };

        IDataView Rows(DataSplit split) => mlContext.MultiTask().Data.LoadSynthia(root, new SynthiaOptions
        {
            Split = split,
            Seasons = [settings.Season!],
            Stride = settings.Stride!.Value,
            SequenceStart = SequenceStart.Repeat,
        });
    }

    private static PaperData Kitti(MLContext mlContext, PaperSettings settings, string root)
    {
        var rows = mlContext.MultiTask().Data.LoadKitti(root, new KittiOptions
        {
            Stride = settings.Stride!.Value,
            SequenceStart = SequenceStart.Repeat,
            ClassMap = TwentyClasses,
        });
        var (training, heldOut, split) = LabelledSplit.Split(mlContext, rows, settings.ValidationFraction!.Value);
        return new PaperData(training, heldOut, TwentyClasses.Names, "KITTI 2015", split)
        {
            Remarks =
            [
                "The paper trains on KITTI's 200 training images and validates on the other 200, which have no public labels; here a "
                + "part of the 200 is held out, so fewer are trained on. Its motion labels are those of Vertens et al.; here they are "
                + "KITTI's own masks of moving cars (obj_map), which leave out whatever else moves.",
            ],
        };
    }

    private static PaperData Cityscapes(MLContext mlContext, PaperSettings settings, string root)
    {
        return new PaperData(
            Rows(DataSplit.Train), Rows(DataSplit.Validation), TwentyClasses.Names, "Cityscapes", "the parts train and val")
        {
            Remarks = settings.MotionFolder is null
                ? ["Cityscapes itself has no motion labels; those of Vertens et al. are read with --motion."]
                : [],
        };

        IDataView Rows(DataSplit split) => mlContext.MultiTask().Data.LoadCityscapes(root, new CityscapesOptions
        {
            Split = split,
            Stride = settings.Stride!.Value,
            SequenceStart = SequenceStart.Repeat,
            ClassMap = TwentyClasses,
            MotionFolder = settings.MotionFolder,
            MotionSuffix = settings.MotionSuffix ?? new CityscapesOptions().MotionSuffix,
            Motion = ClassLabelEncoding.SmsnetMotion,
        });
    }

    /// <summary>Notes how many rows have no second frame, so that MultiNet++ sees the first one twice.</summary>
    private static IEnumerable<string> StandIns(PaperData data)
    {
        string[] PathsOf(string column) => [.. data.Training.GetColumn<string>(column), .. data.HeldOut.GetColumn<string>(column)];
        var (current, other) = (PathsOf("Frame0Path"), PathsOf("Frame1Path"));
        int same = current.Zip(other).Count(row => row.First == row.Second);
        if (same > 0)
            yield return $"{same} of {current.Length} rows have no neighbouring frame: MultiNet++ sees their one frame twice.";
    }

    private static int CountLabels(IDataView rows, string task) => rows.Schema.GetColumnOrNull(task + "Path") is null
        ? 0
        : rows.GetColumn<string>(task + "Path").Count(path => !string.IsNullOrEmpty(path));
}
