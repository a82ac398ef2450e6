using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>The focused loss strategy (FLS): the geometric mean of all losses times that of the tasks in focus.</summary>
    /// <remarks>
    /// Chennupati et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 3. Task i weighs F / Lᵢ · (1/n + [i in focus]/m),
    /// m being the tasks in focus. Costs one backward pass per step. Losses of 0 are treated as in <see cref="Geometric"/>.
    /// <para>
    /// Deviation: the paper's focus is on the first m tasks; here on any. A step in which no task in focus has a label is the geometric
    /// mean alone.
    /// </para>
    /// </remarks>
    /// <param name="focusTasks">Names of the tasks in focus, at least one; case does not matter.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    public static LossCombiner Focused(params string[] focusTasks)
    {
        ArgumentNullException.ThrowIfNull(focusTasks);
        if (focusTasks.Length == 0)
            throw new ArgumentException(
                $"Name at least one task to focus on, or use {nameof(LossCombiner)}.{nameof(Geometric)}.",
                nameof(focusTasks));
        if (focusTasks.Distinct(StringComparer.OrdinalIgnoreCase).Count() != focusTasks.Length)
            throw new ArgumentException($"Name each task to focus on once, not [{string.Join(", ", focusTasks)}].", nameof(focusTasks));
        return new FocusedCombiner([.. focusTasks]);
    }
}

/// <summary>GLS(all) · GLS(focus).</summary>
internal sealed class FocusedCombiner(string[] focusTasks) : LossCombiner
{
    private HashSet<int> _focus = [];

    public override string Name => "Focused";

    protected override void Start(Device device) => _focus = [.. focusTasks.Select(IndexOfTask)];

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var logarithms = Logarithms(losses, taskIndices);
        var all = logarithms.mean().exp();
        var focus = Enumerable.Range(0, taskIndices.Count).Where(i => _focus.Contains(taskIndices[i])).ToList();
        if (focus.Count == 0)
            return all;

        var inFocus = torch.tensor(focus.Select(i => (long)i).ToArray()).to(losses.device);
        return all * logarithms.index_select(0, inFocus).mean().exp();
    }
}
