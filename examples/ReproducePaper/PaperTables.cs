using System.Globalization;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>The paper's tables 3 and 4 with measured and published values, and the differences its claims are about.</summary>
internal sealed class PaperTables
{
    private static readonly string[] s_table3 = [Method.Equal, Method.Gls, Method.MultiNet];
    private static readonly string[] s_table4 = [Method.Equal, Method.Uncertainty, Method.Dwa, Method.Gls];

    private readonly IReadOnlyList<PaperDataSet> _printed;
    private readonly IReadOnlyList<ReportedTask> _tasks;
    private readonly IReadOnlyList<Method> _methods;
    private readonly IReadOnlyList<ComparedRun> _runs;
    private readonly IReadOnlyList<ReportBaseline> _guesses;
    private readonly Dictionary<string, StrategySummary> _summaries;

    /// <param name="data">The data.</param>
    /// <param name="labels">The names of its labelled tasks.</param>
    /// <param name="runs">The finished runs, named after their method.</param>
    /// <param name="guesses">Baselines without a network.</param>
    internal PaperTables(
        PaperDataSet data, IReadOnlyList<string> labels, IReadOnlyList<ComparedRun> runs, IReadOnlyList<ReportBaseline> guesses)
    {
        _printed = Published.Beside(data);
        _tasks = [.. ReportedTask.All.Where(task => labels.Contains(task.Name))];
        _methods = Method.All(labels);
        (_runs, _guesses) = (runs, guesses);
        _summaries = new StrategyComparison { Runs = runs }.Summarize().ToDictionary(summary => summary.Strategy);
    }

    /// <summary>The sets of tasks that share a network, the largest last.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> Groups =>
        [.. _methods.Where(method => method.Strategy == Method.Gls).Select(method => method.Tasks)];

    /// <summary>Table 3: tasks alone, in pairs and together, with equal weights, GLS, and GLS on two frames; and baselines.</summary>
    internal ReportTable Table3()
    {
        var lines = new List<Line> { Alone() };
        foreach (var tasks in Groups)
        {
            lines.Add(new Line($"{string.Join(", ", tasks)}", null));
            lines.AddRange(s_table3.Select(strategy => Together(tasks, strategy)));
        }
        return Table(lines, _methods, hasGuesses: true);
    }

    /// <summary>Table 4: loss weightings of all tasks. Null if there are too few tasks.</summary>
    internal ReportTable? Table4() => Groups.Count == 0 || Find(Groups[^1], Method.Uncertainty) is null
        ? null
        : Table(
            [Alone(), .. s_table4.Select(strategy => Together(Groups[^1], strategy))],
            [.. _methods.Where(method => method.Tasks.Count == Groups[^1].Count)],
            hasGuesses: false);

    /// <summary>The differences between methods, seed by seed, and those in the paper's tables.</summary>
    internal ReportTable Differences()
    {
        (string Better, string Than)[] claims =
        [
            (Method.Gls, Method.Equal), (Method.Gls, Method.Uncertainty), (Method.Gls, Method.Dwa), (Method.Gls, Method.Alone),
            (Method.MultiNet, Method.Gls), (Method.MultiNet, Method.Alone),
        ];
        var rows = new List<ReportTableRow>();
        foreach (var (better, than) in claims)
        {
            var groups = Groups.Where(tasks => than == Method.Alone || Find(tasks, than) is not null).ToArray();
            if (groups.Length == 0) continue;
            rows.Add(new($"{better} minus {Lower(than)}", []));
            rows.AddRange(groups.Select(tasks => new ReportTableRow(string.Join(", ", tasks), [.. _tasks.SelectMany(task =>
                DifferenceCells(task, Find(tasks, better)!, Find(than == Method.Alone ? [task.Name] : tasks, than)!))])));
        }
        return new ReportTable(Columns(_methods), rows);
    }

    private Line Alone() => new("1-task", task => Find([task], Method.Alone));

    private Line Together(IReadOnlyList<string> tasks, string strategy) => new(
        strategy == Method.MultiNet ? "MultiNet++ (GLS, 2 frames)" : strategy,
        task => tasks.Contains(task) ? Find(tasks, strategy) : null);

    private Method? Find(IReadOnlyList<string> tasks, string strategy) =>
        _methods.FirstOrDefault(method => method.Name == Method.NameOf(tasks, strategy));

    /// <param name="lines">The rows.</param>
    /// <param name="about">The methods in the table: data sets without a published value for any of them have no column.</param>
    /// <param name="hasGuesses">Whether the baselines follow below.</param>
    private ReportTable Table(IReadOnlyList<Line> lines, IReadOnlyList<Method> about, bool hasGuesses)
    {
        var rows = lines.Select(line => new ReportTableRow(line.Name, line.MethodOf is null
            ? []
            : [.. _tasks.SelectMany(task => Cells(task, line.MethodOf(task.Name), lines, about))])).ToList();
        if (hasGuesses)
        {
            rows.Add(new("Without a network", []));
            foreach (var guess in _guesses.Select(guess => guess.Name).Distinct())
                rows.Add(new(guess, [.. _tasks.SelectMany(task => GuessCells(task, guess, about))]));
        }
        return new ReportTable(Columns(about), rows);
    }

    private ReportColumn[] Columns(IReadOnlyList<Method> about) =>
    [
        .. _tasks.SelectMany(task => new[] { new ReportColumn(task.PaperMetricInWords, task.Name) }
            .Concat(PrintedFor(task, about).Select(data => new ReportColumn($"paper, {Published.NameOf(data)}", task.Name)))
            .Append(new(task.FairMetricInWords, task.Name))),
    ];

    /// <summary>The data sets with published values for a task and any of the methods.</summary>
    private IEnumerable<PaperDataSet> PrintedFor(ReportedTask task, IReadOnlyList<Method> about) =>
        _printed.Where(data => about.Any(method => Published.Percent(data, method, task.Name) is not null));

    private IEnumerable<ReportCell> Cells(
        ReportedTask task, Method? method, IReadOnlyList<Line> lines, IReadOnlyList<Method> about) =>
    [
        Measured(task.Name, task.PaperMetric, method, lines),
        .. PrintedFor(task, about).Select(data => new ReportCell(
            (method is null ? null : Published.Percent(data, method, task.Name))?.ToString("0.00", CultureInfo.InvariantCulture) ?? "")),
        Measured(task.Name, task.FairMetric, method, lines),
    ];

    private ReportCell Measured(string task, string metric, Method? method, IReadOnlyList<Line> lines)
    {
        if (method is null) return new("");
        double[] all = [.. lines.Select(line => Value(task, metric, line.MethodOf?.Invoke(task)).Mean).Where(double.IsFinite)];
        var value = Value(task, metric, method);
        bool isBest = all.Length > 1 && value.Mean == (MetricNames.IsError(metric) ? all.Min() : all.Max());
        return ReportCell.OfMetric(metric, value, isBest);
    }

    private MeanAndDeviation Value(string task, string metric, Method? method) =>
        method is not null && _summaries.TryGetValue(method.Name, out var summary)
            && summary.Metrics.GetValueOrDefault(task)?.TryGetValue(metric, out var value) == true
            ? value
            : new(double.NaN, double.NaN);

    private IEnumerable<ReportCell> GuessCells(ReportedTask task, string name, IReadOnlyList<Method> about)
    {
        var guess = _guesses.FirstOrDefault(guess => guess.Name == name && guess.Metrics.TaskName == task.Name);
        ReportCell Cell(string metric) => guess is null
            ? new("")
            : ReportCell.OfMetric(metric, new(guess.Metrics.Values.FirstOrDefault(value => value.Key == metric).Value, double.NaN));
        return [Cell(task.PaperMetric), .. PrintedFor(task, about).Select(_ => new ReportCell("")), Cell(task.FairMetric)];
    }

    private IEnumerable<ReportCell> DifferenceCells(ReportedTask task, Method better, Method than)
    {
        var printed = PrintedFor(task, _methods);
        return better.Tasks.Contains(task.Name)
            ?
            [
                Difference(task.Name, task.PaperMetric, better, than),
                .. printed.Select(data => PrintedDifference(data, task.Name, better, than)),
                Difference(task.Name, task.FairMetric, better, than),
            ]
            : Enumerable.Repeat(new ReportCell(""), printed.Count() + 2);
    }

    private static ReportCell PrintedDifference(PaperDataSet data, string task, Method better, Method than) =>
        new(Published.Percent(data, better, task) - Published.Percent(data, than, task) is { } points ? Signed(points, "0.00") : "");

    /// <summary>The mean difference over the seeds of both methods, and the number of seeds in which the first is better.</summary>
    private ReportCell Difference(string task, string metric, Method better, Method than)
    {
        double scale = MetricNames.IsError(metric) ? 1 : 100;
        double[] differences =
        [
            .. from a in _runs.Where(run => run.Strategy == better.Name)
               join b in _runs.Where(run => run.Strategy == than.Name) on a.Seed equals b.Seed
               let difference = scale * (Metric(a) - Metric(b))
               where double.IsFinite(difference)
               select difference,
        ];
        if (differences.Length == 0) return new("–");
        var (mean, deviation) = MeanAndDeviation.Of(differences);
        var format = MetricNames.IsError(metric) ? "0.000" : "0.0";
        int wins = differences.Count(difference => MetricNames.IsError(metric) ? difference < 0 : difference > 0);
        var spread = double.IsFinite(deviation) ? $"± {deviation.ToString(format, CultureInfo.InvariantCulture)}; " : "";
        return new(Signed(mean, format), $"{spread}{wins}/{differences.Length}");

        double Metric(ComparedRun run) => run.Metrics.GetValueOrDefault(task)?.GetValueOrDefault(metric, double.NaN) ?? double.NaN;
    }

    private static string Signed(double value, string format) =>
        value.ToString($"+{format};-{format};{format}", CultureInfo.InvariantCulture);

    private static string Lower(string strategy) => strategy is Method.Equal or Method.Uncertainty ? strategy.ToLowerInvariant() : strategy;

    /// <param name="Name">The name of the row.</param>
    /// <param name="MethodOf">The method for a task's cells; null for a heading.</param>
    private sealed record Line(string Name, Func<string, Method?>? MethodOf);
}
