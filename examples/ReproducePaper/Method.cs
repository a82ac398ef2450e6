using Microsoft.ML.MultiTask;

/// <summary>A row of the paper's tables 3 and 4: the tasks that share a network, the strategy, and the number of frames.</summary>
/// <param name="Tasks">The tasks' names.</param>
/// <param name="Strategy">Its name in the paper.</param>
/// <param name="Combiner">Creates the loss combiner.</param>
/// <param name="Streams">1, or 2 for MultiNet++.</param>
internal sealed record Method(IReadOnlyList<string> Tasks, string Strategy, Func<PaperSettings, LossCombiner> Combiner, int Streams = 1)
{
    internal const string Alone = "1-task", Equal = "Equal weights", Uncertainty = "Uncertainty", Dwa = "DWA", Gls = "GLS",
        MultiNet = "MultiNet++";

    private static readonly string[] s_allTasks = ["Segmentation", "Depth", "Motion"];

    /// <summary>The unique name of the method and its runs.</summary>
    internal string Name => NameOf(Tasks, Strategy);

    /// <summary>The name of the method for these tasks and this strategy.</summary>
    internal static string NameOf(IEnumerable<string> tasks, string strategy) => $"{string.Join(" + ", tasks)}, {strategy}";

    /// <summary>All methods that the paper trains on data with these labels.</summary>
    /// <param name="labels">The names of the tasks with labels in the data.</param>
    internal static IReadOnlyList<Method> All(IReadOnlyCollection<string> labels)
    {
        string[][] groups = [["Segmentation", "Depth"], ["Segmentation", "Motion"], s_allTasks];
        return
        [
            .. s_allTasks.Where(labels.Contains).Select(task => new Method([task], Alone, _ => LossCombiner.Equal())),
            .. groups.Where(tasks => tasks.All(labels.Contains)).SelectMany(Together),
        ];
    }

    private static IEnumerable<Method> Together(string[] tasks)
    {
        yield return new(tasks, Equal, _ => LossCombiner.Equal());
        if (tasks.Length == s_allTasks.Length)
        {
            yield return new(tasks, Uncertainty, _ => LossCombiner.Uncertainty());
            yield return new(tasks, Dwa, settings => LossCombiner.DynamicWeightAverage(settings.DwaTemperature));
        }
        yield return new(tasks, Gls, _ => LossCombiner.Geometric());
        yield return new(tasks, MultiNet, _ => LossCombiner.Geometric(), Streams: 2);
    }
}
