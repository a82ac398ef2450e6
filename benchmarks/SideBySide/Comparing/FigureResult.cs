/// <summary>A figure after all rounds.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ours">Our median; NaN without a value.</param>
/// <param name="OurRounds">Ours in each round.</param>
/// <param name="Best">The peers' run with the best median; null without a peer.</param>
/// <param name="PeerRuns">The medians of all the peers' runs.</param>
/// <param name="Ratio">The median of each round's ratio of ours to the best run, or our own figure where the bar is for that; null without either.</param>
/// <param name="Bar">What the ratio must reach.</param>
/// <param name="MoreIsBetter">Whether the bar is a lower bound.</param>
internal sealed record FigureResult(
    string Name, string Unit, double Ours, IReadOnlyList<double> OurRounds, string? Best,
    IReadOnlyDictionary<string, double> PeerRuns, double? Ratio, double? Bar, bool MoreIsBetter)
{
    /// <summary>Whether the bar is reached; null where there is none, or nothing to compare with.</summary>
    public bool? Passes => Ratio is null or double.NaN || Bar is null ? null : MoreIsBetter ? Ratio >= Bar : Ratio <= Bar;

    /// <summary>The best median of one peer; null where it has none.</summary>
    internal double? BestOf(string peer)
    {
        double[] medians = [.. PeerRuns.Where(run => run.Key.StartsWith(peer + " ", StringComparison.Ordinal)).Select(run => run.Value)];
        return medians.Length == 0 ? null : MoreIsBetter ? medians.Max() : medians.Min();
    }

    internal static FigureResult Of(Figure figure, IReadOnlyDictionary<string, List<double>> rounds)
    {
        var values = rounds.GetValueOrDefault(figure.Ours) ?? [];
        var medians = figure.Peers.Where(rounds.ContainsKey).ToDictionary(run => run, run => Median.Of(rounds[run]));
        var best = medians.Count == 0 ? null : figure.MoreIsBetter ? medians.MaxBy(run => run.Value).Key : medians.MinBy(run => run.Value).Key;
        double ours = Median.Of(values);
        double? ratio = figure.Peers.Count == 0 ? ours : best is null ? null : Median.Of(values.Zip(rounds[best], (our, peer) => our / peer));
        return new FigureResult(
            figure.Name, figure.Unit, ours, values, best?.Split(':')[0], medians.ToDictionary(run => run.Key.Split(':')[0], run => run.Value),
            ratio, figure.Bar, figure.MoreIsBetter);
    }
}
