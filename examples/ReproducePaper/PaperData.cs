using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;

/// <summary>A data set as the paper splits it, rows of paths.</summary>
/// <param name="Training">Rows to train on.</param>
/// <param name="HeldOut">Rows to measure on.</param>
/// <param name="Segmentation">The classes of the segmentation.</param>
/// <param name="Labels">The names of the tasks that the training rows have labels of.</param>
/// <param name="Description">What the data is, in words.</param>
/// <param name="Split">How the rows were split, in words.</param>
internal sealed record PaperData(
    IDataView Training, IDataView HeldOut, ClassLabelEncoding Segmentation, IReadOnlyList<string> Labels, string Description, string Split)
{
    private static readonly string[] s_tasks = ["Segmentation", "Depth", "Motion"];

    private const string SynthiaTrainingSequence = "02", SynthiaValidationSequence = "05";

    /// <summary>What a reader of the results must know of this data.</summary>
    internal IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>Reads a data set; streets that are not there yet are rendered first.</summary>
    internal static PaperData Load(MLContext mlContext, PaperSettings settings, string root) => settings.Data switch
    {
        PaperDataSet.Streets => Streets(mlContext, settings, root),
        PaperDataSet.Synthia => Synthia(mlContext, settings, root),
        _ => throw new ArgumentException($"--data {settings.Data} is not known."),
    };

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
        return Create(split.Training, split.HeldOut, ClassLabelEncoding.Synthia,
            $"{settings.Sequences} generated streets of {settings.FramesPerSequence} frames", split.Description);
    }

    private static PaperData Synthia(MLContext mlContext, PaperSettings settings, string root)
    {
        var data = mlContext.MultiTask().Data;
        return Create(
            data.LoadSynthia(Path.Combine(root, Folder(SynthiaTrainingSequence))),
            data.LoadSynthia(Path.Combine(root, Folder(SynthiaValidationSequence))),
            ClassLabelEncoding.Synthia,
            $"SYNTHIA SEQS, {settings.Season}",
            $"{Folder(SynthiaTrainingSequence)} to train on, {Folder(SynthiaValidationSequence)} to measure on");

        string Folder(string sequence) => $"SYNTHIA-SEQS-{sequence}-{settings.Season}";
    }

    private static PaperData Create(IDataView training, IDataView heldOut, ClassLabelEncoding segmentation, string description, string split)
    {
        string[] labels = [.. s_tasks.Where(task => Has(training, task) && Has(heldOut, task))];
        return new PaperData(training, heldOut, segmentation, labels, description, split);
    }

    /// <summary>Whether any row has such a label.</summary>
    private static bool Has(IDataView rows, string task) =>
        rows.Schema.GetColumnOrNull(task + "Path") is not null && rows.GetColumn<string>(task + "Path").Any(path => !string.IsNullOrEmpty(path));
}
