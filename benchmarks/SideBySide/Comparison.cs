using System.Globalization;
using Spectre.Console;

/// <summary>Does our jobs and the peer's in turn, several rounds, and takes the median of each figure.</summary>
internal sealed class Comparison(IReadOnlyList<Figure> figures, JobOptions job, Peer? peer)
{
    private readonly HashSet<string> _wanted = [.. figures.SelectMany(figure => figure.Peer.Append(figure.Ours))];
    private readonly Dictionary<string, List<double>> _values = [];

    internal IReadOnlyList<FigureResult> Run(int rounds)
    {
        string[] runs = [.. figures.SelectMany(figure => figure.Runs).Distinct().Where(run => peer is not null || run.StartsWith("ours", StringComparison.Ordinal))];
        for (int round = 1; round <= rounds; round++)
        {
            foreach (var run in runs)
            {
                var measured = Measure(run).Where(figure => _wanted.Contains($"{run}:{figure.Key}")).ToArray();
                foreach (var (field, value) in measured)
                {
                    _values.TryAdd($"{run}:{field}", []);
                    _values[$"{run}:{field}"].Add(value);
                }
                var numbers = measured.Select(figure => string.Create(CultureInfo.InvariantCulture, $"{figure.Key} {figure.Value:0.##}"));
                AnsiConsole.WriteLine($"round {round}/{rounds}  {run}: {string.Join(", ", numbers)}");
            }
        }
        return [.. figures.Select(figure => FigureResult.Of(figure, _values))];
    }

    private IReadOnlyDictionary<string, double> Measure(string run)
    {
        string[] words = run.Split(' ');
        string[] arguments = words[1..];
        if (run == "ours share")
            return KernelShare.Run(job);
        if (words[0] == "ours")
            return OurProcess.Run(arguments[0], job, arguments[1..]);
        return arguments[0] switch
        {
            "start" => peer!.RunFirstStep(["train", .. arguments[1..]]),
            "load" => peer!.Run("load", "--folder", job.Frames, "--workers", "2"),
            "infer" => PerPair(peer!.Run([.. arguments, "--steps", $"{job.Repetitions}"]), arguments),
            _ => peer!.Run([.. arguments, "--steps", $"{job.Repetitions}"]),
        };
    }

    // The peer's time is that of a whole batch. A new frame of a video costs it a pair.
    private static Dictionary<string, double> PerPair(IReadOnlyDictionary<string, double> figures, string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--batch");
        int batch = at < 0 ? 1 : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
        double pair = figures["ms_per_pair"] / batch;
        return new(figures) { ["ms_per_pair"] = pair, ["frames_per_s"] = 1e3 / pair };
    }
}
