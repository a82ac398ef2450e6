using Microsoft.ML.MultiTask.Combiners.Gradients;
using Microsoft.ML.MultiTask.Combiners.Losses;
using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

/// <content>Every combiner: first those of losses, then those of gradients.</content>
public abstract partial class LossCombiner
{
    // Of losses: one formula each, one backward pass per step; encoder and decoders get the same weights. L: losses, n of them. A task whose loss
    // is 0 is left out of the step.

    /// <summary>Equal weights: Σ Lᵢ. The baseline of the MultiNet++ paper.</summary>
    /// <remarks>Chennupati et al., CVPR Workshops 2019, arXiv:1904.08492, section 4.</remarks>
    /// <param name="average">Divides by n, so that one learning rate suits any number of tasks; by default the sum.</param>
    public static LossCombiner Equal(bool average = false) => new EqualCombiner(average);

    /// <summary>Constant weights: Σ wᵢ Lᵢ. For weights known from a search or from the losses' units.</summary>
    /// <param name="weights">Task names (case does not matter) and their weights, positive: <c>Fixed(("Depth", 0.1), ("Motion", 2))</c>. Other tasks
    /// weigh 1.</param>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not a positive number.</exception>
    public static LossCombiner Fixed(params (string Task, double Weight)[] weights) => new FixedCombiner(weights);

    /// <summary>The geometric loss strategy (GLS), (Π Lᵢ)^(1/n): the scale of a single loss does not matter.</summary>
    /// <remarks>Chennupati et al., "MultiNet++: Multi-Stream Feature Aggregation and Geometric Loss Strategy for Multi-Task Learning", CVPR
    /// Workshops 2019, arXiv:1904.08492, equation 1. Task i weighs GLS / (n Lᵢ). Computed by logarithms, so it neither
    /// underflows nor overflows. Losses of 0 or more.</remarks>
    public static LossCombiner Geometric() => new GeometricCombiner();

    /// <summary>The focused loss strategy (FLS): the geometric mean of all losses times that of the tasks in focus.</summary>
    /// <remarks>Chennupati et al., "MultiNet++", CVPR Workshops 2019, arXiv:1904.08492, equation 3. Deviation: any tasks may be in focus, where the
    /// paper takes the first m. Losses as in <see cref="Geometric"/>.</remarks>
    /// <param name="focusTasks">Names of the tasks in focus, at least one; case does not matter.</param>
    /// <exception cref="ArgumentException">No task is named, or one twice.</exception>
    public static LossCombiner Focused(params string[] focusTasks) => new FocusedCombiner(focusTasks);

    /// <summary>Σ log Lᵢ: each task weighs 1 / Lᵢ, whatever its loss's scale.</summary>
    /// <remarks>The direction of <see cref="Geometric"/>, whose steps shorten as the losses fall; these keep their length. Under Adam, which
    /// normalises that, the two hardly differ: use this one with SGD. Losses of 0 or more; a loss of 0 weighs 0.</remarks>
    public static LossCombiner ScaleInvariant() => new ScaleInvariantCombiner();

    /// <summary>Uncertainty weighting: each loss is divided by a noise variance that is learned with the network.</summary>
    /// <remarks>Kendall et al., "Multi-Task Learning Using Uncertainty to Weigh Losses for Scene Geometry and Semantics", CVPR 2018,
    /// arXiv:1705.07115, equation 10. With s = log σ² a classification adds exp(-s) L + s/2, a regression exp(-s) L / 2 + s/2. The s are the
    /// parameters <c>log_variance.&lt;task&gt;</c>, trained by the network's optimizer. The total may become negative.</remarks>
    /// <param name="initialLogVariance">s at the start, -50 to 50: 0 as in the paper's formula; LibMTL starts at -0.5.</param>
    /// <param name="lossForms">Loss forms by task name (case does not matter) that differ from <see cref="DenseTask.LossForm"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogVariance"/> is outside its range.</exception>
    public static LossCombiner Uncertainty(double initialLogVariance = 0, IReadOnlyDictionary<string, LossForm>? lossForms = null) =>
        new UncertaintyCombiner(Within(initialLogVariance, -50, 50), lossForms);

    /// <summary>Uncertainty weighting with a total that never becomes negative: Σ Lᵢ / (2 σᵢ²) + log(1 + σᵢ²).</summary>
    /// <remarks>Liebel and Körner, "Auxiliary Tasks in Multi-task Learning", 2018, arXiv:1805.06334. The σ are the parameters
    /// <c>sigma.&lt;task&gt;</c>, trained by the network's optimizer. Deviation: a variance below 1e-12 counts as that.</remarks>
    /// <param name="initialSigma">σ at the start, positive; 1 gives weights of 1/2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialSigma"/> is not a positive number.</exception>
    public static LossCombiner PositiveUncertainty(double initialSigma = 1) => new PositiveUncertaintyCombiner(Positive(initialSigma));

    /// <summary>Dynamic weight average (DWA): a task whose loss falls more slowly than the others' weighs more in the next epoch.</summary>
    /// <remarks>Liu et al., "End-to-End Multi-Task Learning with Attention", CVPR 2019, arXiv:1803.10704, equation 7: the weights are T · softmax(r
    /// / temperature), r being a task's mean loss in the last epoch over that in the epoch before; 1 in the first two.</remarks>
    /// <param name="temperature">How evenly the weights are spread, above 0; the paper's is 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="temperature"/> is not a positive number.</exception>
    public static LossCombiner DynamicWeightAverage(double temperature = 2) => new DynamicWeightAverageCombiner(Positive(temperature));

    /// <summary>Random loss weighting (RLW): the softmax of normal random numbers, new in each step. A baseline.</summary>
    /// <remarks>Lin et al., "Reasonable Effectiveness of Random Weighting: A Litmus Test for Multi-Task Learning", TMLR 2022, arXiv:2111.10603,
    /// section 3. The numbers follow the training's seed and are part of the session's state.</remarks>
    public static LossCombiner RandomWeights() => new RandomCombiner();

    /// <summary>Dynamic task prioritization (DTP): the worse a task's metric, the more the task weighs.</summary>
    /// <remarks>Guo et al., "Dynamic Task Prioritization for Multitask Learning", ECCV 2018, section 3: wᵢ = -(1 - kᵢ)^γ log kᵢ, k being a moving
    /// average of a metric from 0 to 1 on the training batches. For metrics whose levels are comparable between tasks. Deviations: measured in every
    /// fourth step; k is clamped to 0.01 to 0.99.</remarks>
    /// <param name="focus">γ, 0 or more: how much an easy task is neglected; the paper's range is 0 to 2. Default 1.</param>
    /// <param name="smoothing">The share of a new batch in k, above 0 and at most 1. Default 0.1.</param>
    /// <param name="updateEvery">Steps from one measurement to the next, at least 1; the paper's is 1. Default 4.</param>
    /// <param name="metrics">Each task's metric by task name (case does not matter), one of its <see cref="TaskMetrics.Values"/> where higher is
    /// better. By default a task's first whose name ends in IoU, or else in Accuracy or Score.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LossCombiner DynamicTaskPrioritization(
        double focus = 1, double smoothing = 0.1, int updateEvery = 4, IReadOnlyDictionary<string, string>? metrics = null) =>
        new DynamicTaskPrioritizationCombiner(
            NotNegative(focus), Within(Positive(smoothing), 0, 1, nameof(smoothing)), AtLeast(updateEvery, 1), metrics);

    /// <summary>Smooth Tchebycheff scalarization (STCH) as its authors train networks: the task that has improved least weighs most.</summary>
    /// <remarks>Lin et al., "Smooth Tchebycheff Scalarization for Multi-Objective Optimization", ICML 2024, arXiv:2402.19078, section 3, on
    /// logarithms: n μ log Σ exp(log(Lᵢ/zᵢ) / μ), z being the tasks' mean losses in epoch <paramref name="warmupEpochs"/>; Σ log Lᵢ up to the end of
    /// that epoch. Losses of 0 or more.</remarks>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts, a large one gives every task 1 / L. Default 1.</param>
    /// <param name="warmupEpochs">Epochs before the one whose mean losses are z, 0 or more; the authors' is 4. A training of no more epochs than
    /// that is Σ log Lᵢ throughout.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LossCombiner SmoothTchebycheff(double smoothness = 1, int warmupEpochs = 4) =>
        new SmoothTchebycheffCombiner(Positive(smoothness), AtLeast(warmupEpochs, 0));

    /// <summary>Smooth Tchebycheff scalarization (STCH) as the paper writes it: a soft maximum of the losses, each times a preference.</summary>
    /// <remarks>As above, section 3: μ log Σ exp(λᵢ (Lᵢ - zᵢ) / μ). For known preferences between tasks; the losses' scales matter, so λ must bring
    /// them to a common size.</remarks>
    /// <param name="preferences">λ by task name (case does not matter), positive; 1/T for other tasks.</param>
    /// <param name="idealLosses">z, the lowest loss that a task could reach, by name; 0 for other tasks.</param>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LossCombiner SmoothTchebycheff(
        IReadOnlyDictionary<string, double> preferences, IReadOnlyDictionary<string, double>? idealLosses = null, double smoothness = 1) =>
        new PreferenceTchebycheffCombiner(preferences, idealLosses, smoothness);

    /// <summary>FAMO: weights under which all losses fall at the same rate, learned from how each fell in the last step.</summary>
    /// <remarks>Liu et al., "FAMO: Fast Adaptive Multitask Optimization", NeurIPS 2023, arXiv:2306.03792, algorithm 1. For many tasks, where a
    /// backward pass per task is too expensive. Costs one forward pass more every <paramref name="updateEvery"/> steps: a training one, so batch
    /// normalisation's running statistics see the batch twice, as in the authors' code, which also clips the gradient's norm to 1 (set
    /// GradientClipNorm for that). Losses of 0 or more.</remarks>
    /// <param name="learningRate">Of the weights' logits, positive; the paper's is 0.025.</param>
    /// <param name="decay">Of the logits, 0 or more; 0.001 as in LibMTL, the authors' range is 0.00001 to 0.01.</param>
    /// <param name="updateEvery">Steps from one update of the logits to the next, at least 1; the paper's is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static LossCombiner Famo(double learningRate = 0.025, double decay = 1e-3, int updateEvery = 1) =>
        new FamoCombiner(Positive(learningRate), NotNegative(decay), AtLeast(updateEvery, 1));

    /// <summary>IMTL-L: learned scales bring all losses to the same size, Σ exp(sᵢ) Lᵢ - sᵢ.</summary>
    /// <remarks>Liu et al., "Towards Impartial Multi-Task Learning", ICLR 2021, section 3.2. The s are the parameters <c>log_scale.&lt;task&gt;</c>,
    /// trained by the network's optimizer. Mostly used before a combiner of gradients: the paper's IMTL, <see cref="Imtl"/>, is this one <see
    /// cref="Then"/> <see cref="ImtlG"/>.</remarks>
    /// <param name="initialLogScale">s at the start, -50 to 50; the paper's is 0 (weights 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="initialLogScale"/> is outside its range.</exception>
    public static LossCombiner ImtlL(double initialLogScale = 0) => new ImtlLCombiner(Within(initialLogScale, -50, 50));

    // Of gradients: one rule each. Unless stated otherwise a step costs one backward pass through the encoder per task, and each decoder descends
    // its own loss. g: the tasks' gradients of the shared parameters, n of them; G: their inner products, [n, n].

    /// <summary>PCGrad: where two tasks' gradients oppose each other, each loses its component against the other; then all are added.</summary>
    /// <remarks>Yu et al., "Gradient Surgery for Multi-Task Learning", NeurIPS 2020, arXiv:2001.06782, algorithm 1. For gradients that conflict now
    /// and then and are of similar length. The random order of the projections follows the training's seed.</remarks>
    /// <param name="average">Whether the gradients are averaged or, as in the paper, added.</param>
    public static GradientCombiner PCGrad(bool average = false) => new PCGradCombiner(average);

    /// <summary>GradVac: turns gradients towards each other where two are less aligned than they usually are, not only in conflict.</summary>
    /// <remarks>Wang et al., "Gradient Vaccine: Investigating and Improving Multi-task Optimization in Massively Multilingual Models", ICLR 2021,
    /// arXiv:2010.05874, equations 4 and 5. For related tasks, whose gradients should agree to some degree.</remarks>
    /// <param name="smoothing">Weight of the latest cosine in the moving average, from 0 to 1; by default 0.5, as in LibMTL.</param>
    /// <param name="grouping">The parts of the encoder that have cosines and weights of their own; by default none.</param>
    /// <param name="average">Whether the gradients are averaged or, as in the paper, added.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static GradientCombiner GradVac(
        double smoothing = 0.5, GradVacGrouping grouping = GradVacGrouping.Encoder, bool average = false) =>
        new GradVacCombiner(Within(smoothing, 0, 1), Defined(grouping), average);

    /// <summary>GradDrop: of each feature's gradients only those of one sign are added, chosen at random; the sign with more weight more
    /// often.</summary>
    /// <remarks>Chen et al., "Just Pick a Sign: Optimizing Deep Multitask Models with Gradient Sign Dropout", NeurIPS 2020, arXiv:2010.06808,
    /// algorithm 1. One backward pass through the encoder whatever n is. For conflicts in single features; adds noise, which follows the training's
    /// seed.</remarks>
    /// <param name="leak">The share of every gradient that is always added, from 0 to 1; by default 0.</param>
    /// <param name="byParameters">Works on the gradients of the shared parameters, as TorchJD does: one backward pass per task.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leak"/> is outside 0 to 1.</exception>
    public static GradientCombiner GradDrop(double leak = 0, bool byParameters = false) => new GradDropCombiner(Within(leak, 0, 1), byParameters);

    /// <summary>GradNorm: learns weights that bring the tasks' gradients to a common norm, a slower task's to a larger one.</summary>
    /// <remarks>Chen et al., "GradNorm: Gradient Normalization for Adaptive Loss Balancing in Deep Multitask Networks", ICML 2018, arXiv:1711.02257,
    /// equation 2. The weights are n softmax of the parameters <c>logit.&lt;task&gt;</c>, trained by the network's optimizer; all are 1 in the first
    /// epoch, which costs one backward pass per step. Deviations as in LibMTL: the initial loss is the first epoch's mean, and the norms are those
    /// of all shared parameters.</remarks>
    /// <param name="alpha">How strongly a slower task is favoured, 0 or more; by default 1.5, the paper's choice for NYUv2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is negative or not finite.</exception>
    public static GradientCombiner GradNorm(double alpha = 1.5) => new GradNormCombiner(NotNegative(alpha));

    /// <summary>CAGrad: of all directions near the mean gradient, the one along which the task that gains least gains most.</summary>
    /// <remarks>Liu et al., "Conflict-Averse Gradient Descent for Multi-task Learning", NeurIPS 2021, arXiv:2110.14048, algorithm 1. A good first
    /// choice among combiners of gradients: it follows the mean and yields where one task would lose. Solved exactly.</remarks>
    /// <param name="radius">c, the largest distance from the mean gradient in lengths of it: 0 or more, below 1 for convergence. 0 is the mean
    /// gradient; the paper uses 0.4 on images. By default 0.5.</param>
    /// <param name="rescaling">What the direction is divided by; by default 1 + c².</param>
    /// <param name="average">Whether the result is on the mean gradient's scale, as in the paper, or the sum's, as in the authors' code.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static GradientCombiner CAGrad(
        double radius = 0.5, CAGradRescaling rescaling = CAGradRescaling.OnePlusSquare, bool average = true) =>
        new CAGradCombiner(NotNegative(radius), Defined(rescaling), average);

    /// <summary>MGDA: the shortest convex combination of the gradients, along which all losses fall unless none can.</summary>
    /// <remarks>Désidéri, "Multiple-gradient descent algorithm (MGDA) for multiobjective optimization", 2012; for networks: Sener and Koltun,
    /// "Multi-Task Learning as Multi-Objective Optimization", NeurIPS 2018, arXiv:1810.04650, equation 3. For tasks none of which may lose. Without
    /// normalisation it follows the task with the shortest gradient, and a gradient of 0 stops the encoder. Solved exactly.</remarks>
    /// <param name="normalization">What the gradients are divided by; by default 1.</param>
    /// <param name="average">Whether the weights sum to 1, as in the paper, or are n times as large.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    public static GradientCombiner Mgda(MgdaNormalization normalization = MgdaNormalization.None, bool average = true) =>
        new MgdaCombiner(Defined(normalization), average, upperBound: false);

    /// <summary>MGDA-UB: <see cref="Mgda"/> on the gradients of the features that the encoder gives to the decoders.</summary>
    /// <remarks>Sener and Koltun, NeurIPS 2018, arXiv:1810.04650, equation 7: bounds the norm of the parameters' gradient from above. One backward
    /// pass through the encoder whatever n is. Deviation: on the features of all levels and frames, not summed over the batch.</remarks>
    /// <param name="normalization">What the features' gradients are divided by; by default 1.</param>
    /// <param name="average">As in <see cref="Mgda"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="normalization"/> is not defined.</exception>
    public static GradientCombiner MgdaUpperBound(MgdaNormalization normalization = MgdaNormalization.None, bool average = true) =>
        new MgdaCombiner(Defined(normalization), average, upperBound: true);

    /// <summary>IMTL-G: the combination of the gradients, with weights of sum 1, that has the same projection on each of them.</summary>
    /// <remarks>Liu et al., "Towards Impartial Multi-task Learning", ICLR 2021, equation 4. For gradients of different lengths where no task shall
    /// be favoured; behind a balance of losses, as in <see cref="Imtl"/>. Weights may be negative where a gradient is nearly parallel to a much
    /// shorter one. Deviation: linearly dependent gradients have weights too.</remarks>
    public static GradientCombiner ImtlG() => new ImtlGCombiner();

    /// <summary>IMTL: <see cref="ImtlL"/> balances the losses, then <see cref="ImtlG"/> their gradients.</summary>
    /// <remarks>Liu et al., "Towards Impartial Multi-task Learning", ICLR 2021, algorithm 1. Each decoder descends its balanced loss, exp(s) L. For
    /// losses of different scales.</remarks>
    public static GradientCombiner Imtl() => ImtlL().Then(ImtlG());

    /// <summary>Nash-MTL: the bargaining solution, from which no task can gain more in proportion than the others lose.</summary>
    /// <remarks>Navon et al., "Multi-Task Learning as a Bargaining Game", ICML 2022, arXiv:2202.01017, claim 3.1: the weights α with G α = 1/α, for
    /// the decoders too. For losses of different scales, which do not matter to it. n backward passes through the encoder in one of <paramref
    /// name="updateEvery"/> steps, one in the others, which use the last weights; the authors report little loss with 10 or more. Solved exactly;
    /// where gradients cancel each other, all weigh 1.</remarks>
    /// <param name="updateEvery">Steps from one solution to the next, at least 1.</param>
    /// <param name="maxNorm">The largest norm of the encoder's gradient, above 0; by default 1. Null for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner NashMtl(int updateEvery = 1, double? maxNorm = 1) =>
        new NashMtlCombiner(AtLeast(updateEvery, 1), maxNorm is { } norm ? Positive(norm, parameter: nameof(maxNorm)) : null);

    /// <summary>FairGrad: divides the step's gain among the tasks with a chosen degree of fairness.</summary>
    /// <remarks>Ban and Ji, "Fair Resource Allocation in Multi-Task Learning", ICML 2024, arXiv:2402.15638, equation 6: the weights w with G w =
    /// w^(-1/α), for the decoders too. Solved exactly; where gradients cancel each other, all weigh 1.</remarks>
    /// <param name="alpha">α, above 0: 1 is proportional fairness, the weights of <see cref="NashMtl"/>; 2 favours harder tasks. Towards 0 the total
    /// gain counts, towards infinity the least. By default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not a positive number.</exception>
    public static GradientCombiner FairGrad(double alpha = 1) => new FairGradCombiner(Positive(alpha));

    /// <summary>Aligned-MTL: brings the principal components of the gradients to equal length and adds the gradients.</summary>
    /// <remarks>Senushkin et al., "Independent Component Alignment for Multi-Task Learning", CVPR 2023, arXiv:2305.19000, algorithm 1. For gradients
    /// that steadily dominate or oppose each other. With the smallest scale, tasks that nearly agree make the step short; the other scales avoid
    /// that.</remarks>
    /// <param name="scale">The common length; by default the smallest.</param>
    /// <param name="average">Whether the aligned gradients are averaged, as in TorchJD, or added, as in the authors' code.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not defined.</exception>
    public static GradientCombiner AlignedMtl(AlignedMtlScale scale = AlignedMtlScale.Minimum, bool average = false) =>
        new AlignedMtlCombiner(Defined(scale), average);

    /// <summary>UPGrad: replaces each gradient by the nearest direction that conflicts with no task, and averages these.</summary>
    /// <remarks>Quinton and Rey, "Jacobian Descent for Multi-Objective Optimization", 2024, arXiv:2406.16232, equation 4. For tasks none of which
    /// may lose: to first order no loss rises, and unlike <see cref="Mgda"/>'s the step grows with every gradient. Solved exactly.</remarks>
    /// <param name="regularization">Added to the diagonal of G / tr G, at least 0; by default 1e-4, as in the authors' code.</param>
    /// <param name="smallestTrace">Below this tr G the gradients are averaged as they are; by default 1e-4, as in the authors' code.</param>
    /// <param name="average">Whether the projections are averaged, as in the paper, or added.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public static GradientCombiner UPGrad(double regularization = 1e-4, double smallestTrace = 1e-4, bool average = true) =>
        new UPGradCombiner(NotNegative(regularization), NotNegative(smallestTrace), average);

    /// <summary>DB-MTL: averages the gradients of the losses' logarithms over the steps and brings all to the length of the longest.</summary>
    /// <remarks>Lin et al., "Dual-Balancing for Multi-Task Learning", 2023, arXiv:2308.12029, algorithm 1. Keeps one gradient per task in memory;
    /// decoders descend log(L + 1e-8). For losses of different scales, 0 or more. As in the authors' code the averages' start at 0 is not corrected
    /// for, so the first steps are short.</remarks>
    /// <param name="smoothing">β, the share of the average that is kept, from 0 to 1; by default 0.9.</param>
    /// <param name="decay">σ: the share at step t is β/t^σ, 0 or more; by default 0. The paper has 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner DbMtl(double smoothing = 0.9, double decay = 0) =>
        new DbMtlCombiner(Within(smoothing, 0, 1), NotNegative(decay));

    /// <summary>MoCo: tracks each task's gradient over the steps, and moves its weights towards the tracked gradients' least norm.</summary>
    /// <remarks>Fernando et al., "Mitigating Gradient Bias in Multi-objective Learning: A Provably Convergent Approach", ICLR 2023, algorithm 1,
    /// with the changes of its authors' code and LibMTL. Keeps one gradient per task in memory. For small batches, whose gradients are
    /// noisy.</remarks>
    /// <param name="trackingRate">β, from 0 to 1; by default 0.5. At step t the rate is β/t^b.</param>
    /// <param name="trackingDecay">b, 0 or more; by default 0.5.</param>
    /// <param name="weightRate">γ, 0 or more; by default 0.1. At step t the rate is γ/t^c.</param>
    /// <param name="weightDecay">c, 0 or more; by default 0.5.</param>
    /// <param name="regularization">ρ, added to the tracked gradients' inner products, 0 or more; by default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static GradientCombiner MoCo(
        double trackingRate = 0.5, double trackingDecay = 0.5, double weightRate = 0.1, double weightDecay = 0.5, double regularization = 0) =>
        new MoCoCombiner(
            Within(trackingRate, 0, 1), NotNegative(trackingDecay), NotNegative(weightRate), NotNegative(weightDecay), NotNegative(regularization));

    /// <summary>ExcessMTL: a task weighs more the further its loss is above the lowest that it can reach, however large that is.</summary>
    /// <remarks>He et al., "Robust Multi-Task Learning with Excess Risks", ICML 2024, arXiv:2402.02009, algorithm 1. The weights are the decoders'
    /// too. Keeps one gradient per task in memory. For noisy labels, whose losses stay large without anything left to learn.</remarks>
    /// <param name="stepSize">η, 0 or more; by default 0.01, as in LibMTL.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepSize"/> is negative or not finite.</exception>
    public static GradientCombiner ExcessMtl(double stepSize = 0.01) => new ExcessMtlCombiner(NotNegative(stepSize));
}
