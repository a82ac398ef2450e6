using Microsoft.ML.MultiTask.Combiners.Losses;
using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

// Combiners of losses: one formula each, one backward pass per step; encoder and decoders get the same weights. L: losses, n of them.
public abstract partial class LossCombiner
{
    /// <summary>Equal weights: Σ Lᵢ. The baseline of the MultiNet++ paper.</summary>
    /// <remarks>Chennupati et al., CVPR Workshops 2019, arXiv:1904.08492, section 4.</remarks>
    /// <param name="average">Divides by n, so that one learning rate suits any number of tasks; by default the sum.</param>
    public static LossCombiner Equal(bool average = false) => new EqualCombiner(average);

    /// <summary>Constant weights: Σ wᵢ Lᵢ. For weights known from a search or from the losses' units.</summary>
    /// <param name="weights">
    /// Task names (case does not matter) and their weights, positive: <c>Fixed(("Depth", 0.1), ("Motion", 2))</c>. Other tasks weigh 1.
    /// </param>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not a positive number.</exception>
    public static LossCombiner Fixed(params (string Task, double Weight)[] weights) => new FixedCombiner(weights);

    /// <summary>The geometric loss strategy (GLS), (Π Lᵢ)^(1/n): the scale of a single loss does not matter.</summary>
    /// <remarks>
    /// Chennupati et al., "MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning", CVPR
    /// Workshops 2019, arXiv:1904.08492, equation 1. Task i weighs GLS / (n Lᵢ); a loss of 0 weighs 0. Computed by logarithms, so it
    /// neither underflows nor overflows. Losses of 0 or more.
    /// </remarks>
    public static LossCombiner Geometric() => new GeometricCombiner();

    /// <summary>The focused loss strategy (FLS): the geometric mean of all losses times that of the tasks in focus.</summary>
    /// <remarks>
    /// Chennupati et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 3. Deviation: any tasks may be in focus, where the
    /// paper takes the first m. Losses as in <see cref="Geometric"/>.
    /// </remarks>
    /// <param name="focusTasks">Names of the tasks in focus, at least one; case does not matter.</param>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    public static LossCombiner Focused(params string[] focusTasks) => new FocusedCombiner(focusTasks);

    /// <summary>Σ log Lᵢ: each task weighs 1 / Lᵢ, whatever its loss's scale.</summary>
    /// <remarks>
    /// The direction of <see cref="Geometric"/>, whose steps shorten as the losses fall; these keep their length. Under Adam, which
    /// normalises that, the two hardly differ: use this one with SGD. Losses of 0 or more; a loss of 0 weighs 0.
    /// </remarks>
    public static LossCombiner ScaleInvariant() => new ScaleInvariantCombiner();

    /// <summary>Uncertainty weighting: each loss is divided by a noise variance that is learned with the network.</summary>
    /// <remarks>
    /// Kendall et al., "Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics", CVPR 2018, arXiv:1705.07115,
    /// equation 10. With s = log σ² a classification adds exp(-s) L + s/2, a regression exp(-s) L / 2 + s/2. The s are the parameters
    /// <c>log_variance.&lt;task&gt;</c>, trained by the network's optimizer. The total may become negative.
    /// </remarks>
    /// <param name="initialLogVariance">s at the start, -50 to 50: 0 as in the paper's formula; LibMTL starts at -0.5.</param>
    /// <param name="lossForms">Loss forms by task name (case does not matter) that differ from <see cref="DenseTask.LossForm"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogVariance"/> is outside its range.</exception>
    public static LossCombiner Uncertainty(double initialLogVariance = 0, IReadOnlyDictionary<string, LossForm>? lossForms = null) =>
        new UncertaintyCombiner(Within(initialLogVariance, -50, 50), lossForms);

    /// <summary>Uncertainty weighting with a total that never becomes negative: Σ Lᵢ / (2 σᵢ²) + log(1 + σᵢ²).</summary>
    /// <remarks>
    /// Liebel and Körner, "Auxiliary Tasks in Multi-task Learning", 2018, arXiv:1805.06334. The σ are the parameters
    /// <c>sigma.&lt;task&gt;</c>, trained by the network's optimizer. Deviation: a variance below 1e-12 counts as that.
    /// </remarks>
    /// <param name="initialSigma">σ at the start, positive; 1 gives weights of 1/2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialSigma"/> is not a positive number.</exception>
    public static LossCombiner PositiveUncertainty(double initialSigma = 1) => new PositiveUncertaintyCombiner(Positive(initialSigma));

    /// <summary>Dynamic weight average (DWA): a task whose loss falls more slowly than the others' weighs more in the next epoch.</summary>
    /// <remarks>
    /// Liu et al., "End-to-End Multi-Task Learning with Attention", CVPR 2019, arXiv:1803.10704, equation 7: the weights are T · softmax(r /
    /// temperature), r being a task's mean loss in the last epoch over that in the epoch before; 1 in the first two.
    /// </remarks>
    /// <param name="temperature">How evenly the weights are spread, above 0; the paper's is 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive number.</exception>
    public static LossCombiner DynamicWeightAverage(double temperature = 2) => new DynamicWeightAverageCombiner(Positive(temperature));

    /// <summary>Random loss weighting (RLW): the softmax of normal random numbers, new in each step. A baseline.</summary>
    /// <remarks>
    /// Lin et al., "Reasonable Effectiveness of Random Weighting: A Litmus Test for Multi-Task Learning", TMLR 2022, arXiv:2111.10603,
    /// section 3. The numbers follow the training's seed and are part of the session's state.
    /// </remarks>
    public static LossCombiner RandomWeights() => new RandomCombiner();

    /// <summary>Dynamic task prioritization (DTP): the worse a task's metric, the more the task weighs.</summary>
    /// <remarks>
    /// Guo et al., "Dynamic Task Prioritization for Multitask Learning", ECCV 2018, section 3: wᵢ = -(1 - kᵢ)^γ log kᵢ, k being a moving
    /// average of a metric from 0 to 1 on the training batches. For metrics whose levels are comparable between tasks. Deviations: measured
    /// in every fourth step; k is clamped to 0.01 to 0.99.
    /// </remarks>
    /// <param name="focus">γ, 0 or more: how much an easy task is neglected; the paper's range is 0 to 2. Default 1.</param>
    /// <param name="smoothing">The share of a new batch in k, above 0 and at most 1. Default 0.1.</param>
    /// <param name="updateEvery">Steps from one measurement to the next, at least 1; the paper's is 1. Default 4.</param>
    /// <param name="metrics">
    /// Each task's metric by task name (case does not matter), one of its <see cref="TaskMetrics.Values"/> where higher is better. By
    /// default a task's first whose name ends in IoU, or else in Accuracy or Score.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LossCombiner DynamicTaskPrioritization(
        double focus = 1, double smoothing = 0.1, int updateEvery = 4, IReadOnlyDictionary<string, string>? metrics = null) =>
        new DynamicTaskPrioritizationCombiner(
            NotNegative(focus), Within(Positive(smoothing), 0, 1, nameof(smoothing)), AtLeast(updateEvery, 1), metrics);

    /// <summary>Smooth Tchebycheff scalarization (STCH) as its authors train networks: the task that has improved least weighs most.</summary>
    /// <remarks>
    /// Lin et al., "Smooth Tchebycheff Scalarization for Multi-Objective Optimization", ICML 2024, arXiv:2402.19078, section 3, on
    /// logarithms: n μ log Σ exp(log(Lᵢ/zᵢ) / μ), z being the tasks' mean losses in epoch <paramref name="warmupEpochs"/>; Σ log Lᵢ up to the
    /// end of that epoch. Losses of 0 or more.
    /// </remarks>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts, a large one gives every task 1 / L. Default 1.</param>
    /// <param name="warmupEpochs">
    /// Epochs before the one whose mean losses are z, 0 or more; the authors' is 4. A training of no more epochs than that is Σ log Lᵢ throughout.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LossCombiner SmoothTchebycheff(double smoothness = 1, int warmupEpochs = 4) =>
        new SmoothTchebycheffCombiner(Positive(smoothness), AtLeast(warmupEpochs, 0));

    /// <summary>Smooth Tchebycheff scalarization (STCH) as the paper writes it: a soft maximum of the losses, each times a preference.</summary>
    /// <remarks>
    /// As above, section 3: μ log Σ exp(λᵢ (Lᵢ - zᵢ) / μ). For known preferences between tasks; the losses' scales matter, so λ must
    /// bring them to a common size.
    /// </remarks>
    /// <param name="preferences">λ by task name (case does not matter), positive; 1/T for other tasks.</param>
    /// <param name="idealLosses">z, the lowest loss that a task could reach, by name; 0 for other tasks.</param>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LossCombiner SmoothTchebycheff(
        IReadOnlyDictionary<string, double> preferences, IReadOnlyDictionary<string, double>? idealLosses = null, double smoothness = 1) =>
        new PreferenceTchebycheffCombiner(preferences, idealLosses, smoothness);

    /// <summary>FAMO: weights under which all losses fall at the same rate, learned from how each fell in the last step.</summary>
    /// <remarks>
    /// Liu et al., "FAMO: Fast Adaptive Multitask Optimization", NeurIPS 2023, arXiv:2306.03792, algorithm 1. For many tasks, where a
    /// backward pass per task is too expensive. Costs one forward pass more every <paramref name="updateEvery"/> steps: a training one, so
    /// batch normalisation's running statistics see the batch twice, as in the authors' code, which also clips the gradient's norm to 1 (set
    /// GradientClipNorm for that). Losses of 0 or more.
    /// </remarks>
    /// <param name="learningRate">Of the weights' logits, positive; the paper's is 0.025.</param>
    /// <param name="decay">Of the logits, 0 or more; 0.001 as in LibMTL, the authors' range is 0.00001 to 0.01.</param>
    /// <param name="updateEvery">Steps from one update of the logits to the next, at least 1; the paper's is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LossCombiner Famo(double learningRate = 0.025, double decay = 1e-3, int updateEvery = 1) =>
        new FamoCombiner(Positive(learningRate), NotNegative(decay), AtLeast(updateEvery, 1));

    /// <summary>IMTL-L: learned scales bring all losses to the same size, Σ exp(sᵢ) Lᵢ - sᵢ.</summary>
    /// <remarks>
    /// Liu et al., "Towards Impartial Multi-Task Learning", ICLR 2021, section 3.2. The s are the parameters <c>log_scale.&lt;task&gt;</c>,
    /// trained by the network's optimizer. Mostly used before a combiner of gradients: the paper's IMTL, <see cref="Imtl"/>, is this one
    /// <see cref="Then"/> <see cref="ImtlG"/>.
    /// </remarks>
    /// <param name="initialLogScale">s at the start, -50 to 50; the paper's is 0 (weights 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogScale"/> is outside its range.</exception>
    public static LossCombiner ImtlL(double initialLogScale = 0) => new ImtlLCombiner(Within(initialLogScale, -50, 50));
}
