using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>Composes the report of the finished runs: a page, and its tables in Markdown.</summary>
/// <param name="settings">The settings of the runs.</param>
/// <param name="data">The data and its split.</param>
/// <param name="guesses">Baselines without a network on the held-out rows.</param>
/// <param name="rows">The rows to show.</param>
internal sealed class PaperReport(PaperSettings settings, PaperData data, IReadOnlyList<ReportBaseline> guesses, ShownRows rows)
{
    /// <param name="runs">The finished runs.</param>
    /// <param name="planned">The planned number of runs.</param>
    /// <param name="predictions">The predictions of a method for these rows, by task name.</param>
    internal ReportPage Compose(
        IReadOnlyList<ComparedRun> runs, int planned, Func<string, IReadOnlyDictionary<string, Array[]>> predictions)
    {
        var tables = new PaperTables(settings.Data, data.Labels, runs, guesses);
        var together = tables.Groups is [.., var largest] ? largest : [];
        var name = Published.NameOf(settings.Data);
        return new ReportPage
        {
            Title = $"MultiNet++ on {name}: the paper's tables 3 and 4, figures 4 and 5",
            Settings = Settings(runs, planned),
            Sections =
            [
                new() { Heading = "How to read it", Paragraphs = HowToRead(runs) },
                new()
                {
                    Heading = "Table 3: alone, in pairs and together",
                    Paragraphs =
                    [
                        "The best measured value of a column is green. Columns headed \"paper\" are the published values, in percent.",
                    ],
                    Tables = [tables.Table3()],
                },
                .. tables.Table4() is { } table4
                    ? [new() { Heading = "Table 4: loss weightings of three tasks on one frame", Tables = [table4] }]
                    : Array.Empty<ReportSection>(),
                .. together.Count > 0
                    ? [Differences(tables), Figure4(together, runs), Figure5(together, predictions)]
                    : Array.Empty<ReportSection>(),
            ],
        };
    }

    /// <summary>The tables of the page in Markdown.</summary>
    internal static string Markdown(ReportPage page) => string.Join("\n", page.Sections.SelectMany(section =>
        section.Tables.Select(table => $"## {section.Heading}\n\n{table.ToMarkdown()}")));

    private static ReportSection Differences(PaperTables tables) => new()
    {
        Heading = "Differences",
        Paragraphs =
        [
            "The differences the paper makes claims about, in percentage points (relative error: plain, lower is better): the mean over "
            + "seeds of one method's value minus the other's with the same seed, ± the standard deviation of the difference, and the "
            + "number of seeds in which the first was better. A difference no larger than its deviation is not significant.",
        ],
        Tables = [tables.Differences()],
    };

    private static ReportSection Figure4(IReadOnlyList<string> together, IReadOnlyList<ComparedRun> runs) => new()
    {
        Heading = "Figure 4: validation loss by epoch",
        Paragraphs = [$"Networks of one frame; all except the 1-task ones learn {string.Join(", ", together)} together. Means over seeds."],
        Charts = PaperFigures.Figure4(together, runs),
        SharesLegend = true,
    };

    private ReportSection Figure5(IReadOnlyList<string> together, Func<string, IReadOnlyDictionary<string, Array[]>> predictions) => new()
    {
        Heading = "Figure 5: predictions",
        Paragraphs =
        [
            "Held-out frames, networks of seed 1. From each third of the held-out rows the one with the most labelled tasks and moving "
            + "pixels was chosen, so these are not typical frames. Motion is red over the darkened frame.",
        ],
        Legends = rows.Legends,
        Grids = PaperFigures.Figure5(rows, together, predictions),
    };

    private IReadOnlyList<string> HowToRead(IReadOnlyList<ComparedRun> runs)
    {
        int seeds = runs.Select(run => run.Seed).Distinct().Count();
        return
        [
            (seeds > 1 ? $"Means over {seeds} seeds ± the standard deviation, " : "One seed only, so no deviations, ")
            + "measured on held-out rows after the last epoch. All networks see one frame, except MultiNet++, which sees two. "
            + "All methods train on the same rows, equally long, and with the same learning rate.",
            "The paper's accuracy is the share of correctly classified pixels. It hides errors in small and rare classes, so mean IoU and "
            + "the IoU of moving pixels are listed beside it. Its \"regression accuracy\" of depth is not defined; in its place is the "
            + "share of pixels whose depth is within a factor of 1.25, so these two columns are not comparable.",
            .. data.Remarks,
        ];
    }

    private IReadOnlyList<KeyValuePair<string, string>> Settings(IReadOnlyList<ComparedRun> runs, int planned) =>
    [
        new("Data", data.Description),
        new("Held out", data.Split),
        new("Rows", $"{settings.TrainingRows} for training, {settings.HeldOutRows} held out"),
        new("Frames", $"{settings.Height} × {settings.Width} pixels"),
        new("Encoder", $"{settings.Encoder}, {settings.Layout}'s layout, from random weights"),
        new("Training", FormattableString.Invariant($"{settings.Epochs} epochs, {settings.BatchSize} rows per step")),
        new("Learning rate", FormattableString.Invariant(
            $"Adam, {settings.LearningRate:G4}{(settings.HasCosineSchedule ? ", cosine" : "")}")),
        new("Segmentation, motion", FormattableString.Invariant($"cross-entropy, moving pixels × {settings.MovingWeight:G4}")),
        new("Depth", FormattableString.Invariant($"Huber, δ = {settings.HuberDelta:G6} at {settings.DepthScale:G6} units per metre")),
        new("Runs", FormattableString.Invariant($"{runs.Count} of {planned}, {Minutes(runs):0.0} minutes of training and validation")),
    ];

    private static double Minutes(IReadOnlyList<ComparedRun> runs) => runs.Sum(run => run.History.Epochs.Sum(epoch => epoch.Seconds)) / 60;
}
