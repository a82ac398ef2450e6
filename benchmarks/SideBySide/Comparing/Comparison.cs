using System.Globalization;

/// <summary>Runs our jobs and the peers' in turn, several rounds, and takes the median of each figure.</summary>
internal sealed class Comparison(IReadOnlyList<Figure> figures, JobOptions job, IReadOnlyDictionary<string, Peer> peers)
{
    private readonly HashSet<string> _wanted = [.. figures.SelectMany(figure => figure.Peers.Append(figure.Ours))];
    private readonly Dictionary<string, List<double>> _values = [];
    private readonly List<string> _failed = [];

    /// <summary>Runs that failed; they are not repeated, and what needs them stays empty.</summary>
    internal IReadOnlyList<string> Failed => _failed;

    internal IReadOnlyList<FigureResult> Run(int rounds)
    {
        string[] runs = [.. figures.SelectMany(figure => figure.Runs).Distinct().Where(run => run.Split(' ')[0] is var who && (who == "ours" || peers.ContainsKey(who)))];
        for (int round = 1; round <= rounds; round++)
        {
            // In turn from either end: a machine that becomes slower favours nobody.
            foreach (var run in round % 2 == 1 ? runs : runs.Reverse())
            {
                if (!_failed.Contains(run)) Console.WriteLine($"round {round}/{rounds}  {run}: {Measure(run)}");
            }
        }
        return [.. figures.Select(figure => FigureResult.Of(figure, _values))];
    }

    private string Measure(string run)
    {
        try
        {
            var measured = Start(run).Where(figure => _wanted.Contains($"{run}:{figure.Key}")).ToArray();
            foreach (var (field, value) in measured)
            {
                _values.TryAdd($"{run}:{field}", []);
                _values[$"{run}:{field}"].Add(value);
            }
            return string.Join(", ", measured.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.##}")));
        }
        catch (InvalidOperationException exception)
        {
            _failed.Add(run);
            return $"failed. {exception.Message}";
        }
    }

    private IReadOnlyDictionary<string, double> Start(string run)
    {
        string[] words = run.Split(' ');
        return words switch
        {
            ["ours", "share"] => KernelShare.Run(job),
            ["ours", var name, .. var settings] => OurProcess.Run(name, job, settings),
            [var peer, .. var arguments] => peers[peer].Run(arguments),
            _ => throw new ArgumentException($"'{run}' must name a program and a job.", nameof(run)),
        };
    }
}
