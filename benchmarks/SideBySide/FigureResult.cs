/// <summary>A figure after all rounds.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ours">Our median.</param>
/// <param name="OurRounds">Ours in each round.</param>
/// <param name="Peer">The median of the peer's best run; null without a peer.</param>
/// <param name="PeerRun">Which of its runs that was.</param>
/// <param name="PeerRuns">The medians of all its runs.</param>
/// <param name="Ratio">Ours divided by the peer's, or our own figure where the bar is for that; null without a peer.</param>
/// <param name="Bar">What the ratio must reach.</param>
/// <param name="MoreIsBetter">Whether the bar is the least that is allowed, not the most.</param>
internal sealed record FigureResult(
    string Name, string Unit, double Ours, IReadOnlyList<double> OurRounds, double? Peer, string? PeerRun,
    IReadOnlyDictionary<string, double> PeerRuns, double? Ratio, double? Bar, bool MoreIsBetter)
{
    /// <summary>Whether the bar is reached; null where there is none, or nothing to hold against it.</summary>
    public bool? Passes => Ratio is null or double.NaN || Bar is null ? null : MoreIsBetter ? Ratio >= Bar : Ratio <= Bar;

    internal static FigureResult Of(Figure figure, IReadOnlyDictionary<string, List<double>> rounds)
    {
        var values = rounds.GetValueOrDefault(figure.Ours) ?? [];
        double ours = Median.Of(values);
        var peers = figure.Peer.Where(rounds.ContainsKey).ToDictionary(run => run.Split(':')[0], run => Median.Of(rounds[run]));
        double? best = peers.Count == 0 ? null : figure.MoreIsBetter ? peers.Values.Max() : peers.Values.Min();
        return new FigureResult(
            figure.Name, figure.Unit, ours, values, best, peers.FirstOrDefault(run => run.Value == best).Key, peers,
            figure.Peer.Count == 0 ? ours : ours / best, figure.Bar, figure.MoreIsBetter);
    }
}
