using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>Uncertainty weighting: each task's loss is divided by a noise variance that is learned along with the network.</summary>
    /// <remarks>
    /// Kendall, Gal, Cipolla: "Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics", CVPR 2018,
    /// arXiv:1705.07115, equation 10. With s = log σ² a classification adds exp(-s) L + s/2, a regression exp(-s) L / 2 + s/2. The
    /// log-variances s are the parameters <c>log_variance.&lt;task&gt;</c>, trained by the network's optimizer. Costs one backward pass
    /// per step.
    /// <para>A loss of 0 is an ordinary value: its task keeps its weight, and its log-variance falls. The total may become negative.</para>
    /// </remarks>
    /// <param name="initialLogVariance">s at the start: 0 as in the paper's formula (weights 1 and 1/2); LibMTL starts at -0.5.</param>
    /// <param name="lossForms">
    /// The form of a task's loss by task name (case does not matter), where it is to differ from <see cref="DenseTask.LossForm"/>.
    /// </param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogVariance"/> is not within -50 to 50.</exception>
    public static LossCombiner Uncertainty(double initialLogVariance = 0, IReadOnlyDictionary<string, LossForm>? lossForms = null)
    {
        if (!(Math.Abs(initialLogVariance) <= 50))
            throw new ArgumentOutOfRangeException(
                nameof(initialLogVariance), $"'{nameof(initialLogVariance)}' must be from -50 to 50, but was {Number(initialLogVariance)}.");
        return new UncertaintyCombiner(initialLogVariance, lossForms?.ToArray() ?? []);
    }
}

/// <summary>Σ cᵢ exp(-sᵢ) Lᵢ + sᵢ/2, c = 1 for a classification and 1/2 for a regression.</summary>
internal sealed class UncertaintyCombiner(double initialLogVariance, KeyValuePair<string, LossForm>[] lossForms) : LossCombiner
{
    private Tensor[] _logVariances = [];
    private double[] _factors = [];

    public override string Name => "Uncertainty";

    protected override void Start(Device device)
    {
        var forms = Tasks.Select(task => task.LossForm).ToArray();
        foreach (var (name, form) in lossForms)
            forms[IndexOfTask(name)] = form;

        _factors = [.. forms.Select(form => form == LossForm.Classification ? 1 : 0.5)];
        _logVariances = [.. Tasks.Select((task, t) => AddParameter($"log_variance.{task.Key}", initialLogVariance, device, t))];
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var s = torch.stack(taskIndices.Select(i => _logVariances[i]));                                              // [n]
        var factors = PerTask(_factors, taskIndices, losses.device);                                                 // [n]
        return (factors * (-s).exp() * losses + s * 0.5).sum();
    }
}
