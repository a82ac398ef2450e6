using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;
using Spectre.Console;

/// <summary>The metrics of the model on the held-out rows beside the baselines, as a table and as a report.</summary>
internal sealed record Results(
    DemoOptions Options, string HeldOut, TrainingHistory History, MultiTaskMetrics Metrics, IReadOnlyList<ReportBaseline> Guesses)
{
    internal void Show()
    {
        var table = new Table().RoundedBorder().AddColumn("Task").AddColumn("Metric")
            .AddColumn(new TableColumn("model").RightAligned()).AddColumn("without a network");
        foreach (var (task, measured) in Metrics)
        {
            foreach (var (name, value) in measured.Values)
            {
                var others = Guesses.Where(guess => guess.Metrics.TaskName == task)
                    .Select(guess => $"{guess.Name} {Number(guess.Metrics.Values.Single(v => v.Key == name).Value)}");
                table.AddRow(Markup.Escape(task), name, Number(value), Markup.Escape(string.Join(", ", others)));
            }
        }
        AnsiConsole.Write(table);
    }

    internal TrainingReport ToReport(IDataView scored) => new()
    {
        Title = Options.Data is null ? "MultiNet++ on generated streets" : $"MultiNet++ on {new DirectoryInfo(Options.Data).Name}",
        Settings =
        [
            new("Data", Options.Data ?? $"{Options.Sequences} sequences of {Options.FramesPerSequence} frames"),
            new("Frames", $"{Options.Height} × {Options.Width} pixels"),
            new("Held out", HeldOut),
            new("Network", $"{Options.Encoder}, {Options.Streams} {(Options.Streams == 1 ? "stream" : "streams")}"),
            new("Encoder's initial weights", Options.IsPretrained ? "ImageNet's" : "random"),
            new("Augmentation", Options.Augments ? "on" : "none"),
            new("Combiner", History.Combiner),
            new("Epochs and batch", $"{Options.Epochs}, {Options.BatchSize} rows"),
            new("Learning rate", FormattableString.Invariant($"{Options.LearningRate:G4}, cosine; the encoder's × {Options.EncoderLearningRateFactor:G4}")),
            new("Seed", $"{Options.Seed}"),
        ],
        History = History,
        Metrics = Metrics,
        Baselines = Guesses,
        Scored = scored,
    };

    private static string Number(double value) => double.IsNaN(value) ? "n/a" : value.ToString("0.000", CultureInfo.InvariantCulture);
}
