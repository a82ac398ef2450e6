using Microsoft.ML.MultiTask.Tasks;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners.Losses;

/// <summary>FLS: GLS(all) · GLS(focus). Task i weighs FLS / Lᵢ · (1/n + [i in focus]/m), m being the tasks in focus.</summary>
/// <remarks>
/// Deviation: the paper focuses on the first m tasks; here on any. A step in which no task in focus has a label, or all of
/// those have a loss of 0, is the geometric mean alone.
/// </remarks>
internal sealed class FocusedCombiner : LossCombiner
{
    private readonly string[] _focusTasks;

    internal FocusedCombiner(string[] focusTasks)
    {
        ArgumentNullException.ThrowIfNull(focusTasks);
        OptionCheck.NamesTasksOnce(focusTasks, "LossCombiner.Geometric", nameof(focusTasks));
        _focusTasks = [.. focusTasks];
    }

    public override string Name => "Focused";

    protected override CombinerSession CreateSession(CombinerSessionState state) => new Session(state, [.. _focusTasks.Select(state.IndexOf)]);

    private sealed class Session(CombinerSessionState state, HashSet<int> focus) : CombinerSession(state)
    {
        protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
        {
            var logarithms = LossMath.Logarithms(losses, TasksOf(taskIndices), Combiner.Name);
            var all = logarithms.mean().exp();
            long[] inFocus = [.. Enumerable.Range(0, taskIndices.Count).Where(i => focus.Contains(taskIndices[i]))];
            return inFocus.Length == 0 ? all : all * logarithms.index_select(0, tensor(inFocus).to(losses.device)).mean().exp();
        }
    }
}
