using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>The curves of figure 4 and the pictures of figure 5.</summary>
internal static class PaperFigures
{
    private static readonly string[] s_curves = [Method.Equal, Method.Uncertainty, Method.Dwa, Method.Gls];
    private static readonly string[] s_pictures = [Method.Equal, Method.Gls, Method.MultiNet];

    /// <summary>Figure 4: the validation loss of each task by epoch, averaged over seeds.</summary>
    /// <param name="tasks">The names of the tasks that share a network.</param>
    /// <param name="runs">The finished runs, named after their method.</param>
    internal static IReadOnlyList<ReportChart> Figure4(IReadOnlyList<string> tasks, IReadOnlyList<ComparedRun> runs)
    {
        var shared = s_curves.Where(strategy => runs.Any(run => run.Strategy == Method.NameOf(tasks, strategy))).ToArray();
        return [.. tasks.Select(task => new ReportChart($"{task}, validation loss",
        [
            Line(task, Method.Alone, [task]),
            .. shared.Select(strategy => Line(task, strategy, tasks)),
        ]))];

        ReportLine Line(string task, string strategy, IReadOnlyList<string> together) => new(
            strategy,
            runs.Where(run => run.Strategy == Method.NameOf(together, strategy))
                .MeanByEpoch(epoch => epoch.ValidationLosses.GetValueOrDefault(task, double.NaN)));
    }

    /// <summary>Figure 5: ground truth and predictions of one seed's networks for a few held-out frames and each task.</summary>
    /// <param name="rows">The frames with their labels.</param>
    /// <param name="tasks">The names of the tasks that share a network.</param>
    /// <param name="predictions">The predictions of a method: per task name an array per row; empty if it is not trained yet.</param>
    internal static IReadOnlyList<ReportPictureGrid> Figure5(
        ShownRows rows, IReadOnlyList<string> tasks, Func<string, IReadOnlyDictionary<string, Array[]>> predictions)
    {
        var shared = s_pictures.ToDictionary(strategy => strategy, strategy => predictions(Method.NameOf(tasks, strategy)));
        var alone = tasks.ToDictionary(task => task, task => predictions(Method.NameOf([task], Method.Alone)));
        return [.. rows.Captions.Select((caption, row) =>
            new ReportPictureGrid(caption, [.. tasks.Select((task, line) => Line(task, line, row))]))];

        IReadOnlyList<ReportPicture?> Line(string task, int line, int row) =>
        [
            line < rows.Frames.Count ? new(rows.Frames[line][row], line == 0 ? "frame" : "previous frame") : null,
            new(rows.PaintTruth(task, row), "truth"),
            new(Paint(alone[task], task, row), Method.Alone),
            .. s_pictures.Select(strategy => new ReportPicture(Paint(shared[strategy], task, row), strategy)),
        ];

        RgbImage? Paint(IReadOnlyDictionary<string, Array[]> saved, string task, int row) =>
            saved.GetValueOrDefault(task)?.ElementAtOrDefault(row) is { } pixels ? rows.Paint(task, pixels, row) : null;
    }
}
