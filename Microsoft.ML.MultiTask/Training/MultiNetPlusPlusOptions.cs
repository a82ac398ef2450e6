using Microsoft.ML.MultiTask.Batches;
using Microsoft.ML.MultiTask.Networks;
using Microsoft.ML.MultiTask.Training;
using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

/// <summary>Every setting of the MultiNet++ trainer. Never written to; one instance can serve many trainings.</summary>
public sealed record MultiNetPlusPlusOptions
{
    /// <summary>The tasks, each with a decoder of its own; at least one, names unique whatever the case.</summary>
    public required IReadOnlyList<DenseTask> Tasks { get; init; }

    /// <summary>How the tasks' losses become one.</summary>
    /// <value>Default the geometric mean (GLS).</value>
    public LossCombiner Combiner { get; init; } = LossCombiner.Geometric();

    /// <summary>The encoder's architecture.</summary>
    /// <value>Default ResNet-50.</value>
    public EncoderArchitecture Encoder { get; init; } = EncoderArchitecture.ResNet50;

    /// <summary>The variant of the architecture.</summary>
    /// <value>Default torchvision's.</value>
    public EncoderLayout Layout { get; init; } = EncoderLayout.Torchvision;

    /// <summary>The numbers that the encoder computes with; it becomes the trained model's, too.</summary>
    /// <value>Default float32.</value>
    public EncoderPrecision EncoderPrecision { get; init; } = EncoderPrecision.Full;

    /// <summary>
    /// Weights that the encoder starts from, such as <c>"resnet50.safetensors"</c> or <c>"resnet50.pth"</c> with torchvision's names. What a file
    /// lacks or has in another shape is an error that names it.
    /// </summary>
    /// <value>Default null: drawn by the seed.</value>
    public EncoderWeights? EncoderWeights { get; init; }

    /// <summary>How much of the encoder is trained, and how fast.</summary>
    /// <value>Default all of it, at <see cref="LearningRate"/>.</value>
    public EncoderTraining EncoderTraining { get; init; } = new();

    /// <summary>
    /// Names of tasks whose decoders keep the weights of the previous model (<see cref="MultiNetPlusPlusTrainer.Fit(IDataView,
    /// MultiTaskTransformer)"/>). Their losses still train the encoder, so that it goes on to serve them; where that is frozen too, they take no part.
    /// </summary>
    /// <value>Names of <see cref="Tasks"/>, whatever the case, but not all of them where the encoder is frozen; default none.</value>
    public IReadOnlyList<string> FrozenTasks { get; init; } = [];

    /// <summary>The architecture of the decoders.</summary>
    /// <value>Default FCN8, the paper's.</value>
    public DecoderArchitecture Decoder { get; init; } = DecoderArchitecture.Fcn8;

    /// <summary>Other architectures for the decoders of some tasks, by the tasks' names, whatever the case.</summary>
    /// <value>Default empty: <see cref="Decoder"/> for all.</value>
    public IReadOnlyDictionary<string, DecoderArchitecture> TaskDecoders { get; init; } = new Dictionary<string, DecoderArchitecture>();

    /// <summary>How the frames' features are joined.</summary>
    /// <value>Default concatenation.</value>
    public FrameAggregation Aggregation { get; init; } = FrameAggregation.Concatenation;

    /// <summary>The columns of the frames, the current one first: vectors of Byte or Single [3, H, W], R G B planes of 0 to 255.</summary>
    /// <value>Default null: Frame0, Frame1 and so on, as many as there are. Their number is the network's number of streams.</value>
    public IReadOnlyList<string>? FrameColumnNames { get; init; }

    /// <summary>What is done to the frames' pixels before the encoder.</summary>
    /// <value>
    /// Default null: what the previous model had, or what <see cref="EncoderWeights"/> need, where they say so; otherwise <see
    /// cref="PixelNormalization.ImageNet"/>. Another one than that is used with a warning.
    /// </value>
    public PixelNormalization? Normalization { get; init; }

    /// <summary>Whether the transformer also adds each decoder's output as a column.</summary>
    /// <value>Default false.</value>
    public bool IncludesScores { get; init; }

    /// <summary>Passes over the data.</summary>
    /// <value>At least 1; default 20.</value>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows that go through the network at once: the rows of a step, unless <see cref="BatchesPerStep"/> is larger.</summary>
    /// <value>At least 1; default 4.</value>
    public int BatchSize { get; init; } = 4;

    /// <summary>
    /// Batches whose gradients are averaged for one step of the optimizer: a large batch in the memory of a small one. Batch statistics, and
    /// what a combiner sees, are of each batch.
    /// </summary>
    /// <value>At least 1; default 1.</value>
    public int BatchesPerStep { get; init; } = 1;

    /// <summary>
    /// The decay of an exponential moving average of the weights, dimensionless: after each step average += (1 - decay) · (weight - average).
    /// The average is what is validated, kept as the best and returned.
    /// </summary>
    /// <remarks>
    /// The decay is min(decay, (1 + t) / (10 + t)) after t steps, so that the initial weights are soon forgotten; 0.99 to 0.9999, the nearer to
    /// 1 the more steps there are. Running statistics are averaged alike. Polyak and Juditsky, SIAM J. Control Optim. 30(4), 1992.
    /// </remarks>
    /// <value>In (0, 1), or null (default) for no average.</value>
    public double? WeightAverageDecay { get; init; }

    /// <summary>The optimizer.</summary>
    /// <value>Default Adam.</value>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Adam;

    /// <summary>The learning rate at the schedule's factor of 1.</summary>
    /// <value>Positive; default 0.0003.</value>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>How the learning rate changes over training.</summary>
    /// <value>Default constant.</value>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Weight decay of the network's weights; a combiner's learned parameters have none.</summary>
    /// <value>0 or more; default 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>The largest Euclidean norm of a step's gradient over all parameters; a longer one is shortened to it.</summary>
    /// <value>Positive, or null (default) for no limit.</value>
    public double? GradientClipNorm { get; init; }

    /// <summary>
    /// Training steps in a row that are left out because a loss or a gradient is not finite; one more ends training with an exception that
    /// names the task. Such a step moves neither weights nor statistics nor the combiner; <see cref="EpochRecord.SkippedSteps"/> counts them.
    /// </summary>
    /// <value>At least 0; default 5.</value>
    public int MaxSkippedSteps { get; init; } = 5;

    /// <summary>Whether each epoch sees the rows in another order, where the data can be shuffled.</summary>
    /// <value>Default true.</value>
    public bool ShufflesRows { get; init; } = true;

    /// <summary>Rows to measure on after each epoch, with the columns that the trainer itself gets (after LoadFrames).</summary>
    /// <value>Default null: none.</value>
    public IDataView? ValidationSet { get; init; }

    /// <summary>When to stop before all epochs are done; needs a validation set.</summary>
    /// <value>Default null: never.</value>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where and how often the state of the training is saved, to continue it after an interruption.</summary>
    /// <value>Default null: never.</value>
    public CheckpointOptions? Checkpoint { get; init; }

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <value>Default null: what <see cref="MLContext.GpuDeviceId"/> says, the CPU where that is null.</value>
    public string? Device { get; init; }

    /// <summary>CPU threads that libtorch computes with, a setting of the process.</summary>
    /// <value>At least 1, or null (default) to leave it as it is.</value>
    public int? Threads { get; init; }

    /// <summary>Threads that read rows, the validation set's too. Their number changes nothing but the time.</summary>
    /// <remarks>
    /// Worth more than one where decoding a batch takes longer than a step. Each has a cursor of its own over the data and passes over the
    /// rows of the others, which costs nothing before LoadFrames and on cached rows, but repeats whatever else is computed for every row.
    /// </remarks>
    /// <value>At least 1, or null (default) for one beside the CPU and up to four beside a CUDA device.</value>
    public int? LoaderThreads { get; init; }

    /// <summary>The seed of the initial weights and of the order of rows. Same seed, machine and thread count: identical weights.</summary>
    /// <value>Default null: drawn from the MLContext, so fixed where that has a seed.</value>
    public int? Seed { get; init; }

    /// <summary>
    /// Ends training after the step in progress, or while it waits for rows; Fit then returns the model so far. Cancelled before the first
    /// step it raises an <see cref="OperationCanceledException"/>.
    /// </summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Called after each step, on the thread that called Fit.</summary>
    public Action<StepProgress>? OnStep { get; init; }

    /// <summary>Called after each epoch, on the thread that called Fit.</summary>
    public Action<EpochRecord>? OnEpoch { get; init; }

    /// <summary>The network's settings for a number of streams.</summary>
    internal NetworkSettings Network(int streams) => new(Encoder, Layout, Aggregation, streams, EncoderPrecision)
    {
        Decoders = [.. Tasks.Select(task => TaskDecoders.FirstOrDefault(named => IsNameOf(named.Key, task)).Value ?? Decoder)],
    };

    /// <summary>Checks every option's range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        Holds(
            Tasks is { Count: > 0 } && !Tasks.Contains(null!),
            nameof(Tasks), "at least one task and no null", Tasks is null ? "null" : $"{Tasks.Count} entries");
        var twice = Tasks!.GroupBy(t => t.Key).FirstOrDefault(g => g.Count() > 1);
        Holds(
            twice is null,
            nameof(Tasks), "tasks with different names, whatever the case", $"{twice?.Count()} tasks named '{twice?.First().Name}'");
        Holds(Combiner is not null, nameof(Combiner), "a loss combiner", "null");
        Holds(Encoder is not null, nameof(Encoder), "an encoder architecture", "null");
        Holds(Enum.IsDefined(Layout), nameof(Layout), "one of the defined values", Layout);
        Holds(
            Layout == EncoderLayout.Torchvision || Encoder!.HasLayouts, nameof(Layout), $"{EncoderLayout.Torchvision} where Encoder is {Encoder}", Layout);
        Holds(Enum.IsDefined(EncoderPrecision), nameof(EncoderPrecision), "one of the defined values", EncoderPrecision);
        Holds(
            EncoderPrecision == EncoderPrecision.Full || Encoder!.SupportsBFloat16,
            nameof(EncoderPrecision), $"{EncoderPrecision.Full} where Encoder is {Encoder}, which does not support bfloat16", EncoderPrecision);
        Holds(
            EncoderWeights?.Architecture?.Equals(Encoder) != false,
            nameof(EncoderWeights), $"weights of the option Encoder, {Encoder}", $"'{EncoderWeights}' of {EncoderWeights?.Architecture}");
        CheckFrozen();
        CheckDecoders();
        Holds(Enum.IsDefined(Aggregation), nameof(Aggregation), "one of the defined values", Aggregation);
        Holds(Enum.IsDefined(Optimizer), nameof(Optimizer), "one of the defined values", Optimizer);
        Holds(FrameColumnNames is null or { Count: > 0 }, nameof(FrameColumnNames), "at least one name, or null", "an empty list");
        Holds(
            Normalization is null || (Normalization is { Scale: > 0, Mean.Count: 3, Deviation.Count: 3 } && Normalization.Deviation.All(d => d > 0)),
            nameof(Normalization), "a positive scale, three means and three positive deviations", OptionText.Of(Normalization));
        Holds(Epochs >= 1, nameof(Epochs), "at least 1", Epochs);
        Holds(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Holds(BatchesPerStep >= 1, nameof(BatchesPerStep), "at least 1", BatchesPerStep);
        Holds(WeightAverageDecay is null or (> 0 and < 1), nameof(WeightAverageDecay), "in (0, 1), or null", WeightAverageDecay ?? 0);
        Holds(LearningRate > 0 && double.IsFinite(LearningRate), nameof(LearningRate), "a positive number", LearningRate);
        Holds(Schedule is not null, nameof(Schedule), "a schedule", "null");
        Holds(WeightDecay >= 0 && double.IsFinite(WeightDecay), nameof(WeightDecay), "0 or more", WeightDecay);
        Holds(GradientClipNorm is null or > 0, nameof(GradientClipNorm), "a positive number, or null", GradientClipNorm ?? 0);
        Holds(MaxSkippedSteps >= 0, nameof(MaxSkippedSteps), "at least 0", MaxSkippedSteps);
        Holds(EarlyStopping is null || ValidationSet is not null, nameof(EarlyStopping), "null where there is no ValidationSet", "set");
        Holds(
            EarlyStopping is null or { Patience: >= 1, MinimumImprovement: >= 0 and < 1 },
            nameof(EarlyStopping), "a patience of at least 1 and a minimum improvement in [0, 1)", OptionText.Of(EarlyStopping));
        EarlyStopping?.Criterion.Check(Tasks!);
        Holds(Device is null || ComputeDevice.IsName(Device), nameof(Device), "'cpu', 'cuda', 'cuda:N' or null", $"'{Device}'");
        Holds(Threads is null or >= 1, nameof(Threads), "at least 1, or null", Threads ?? 0);
        Holds(LoaderThreads is null or >= 1, nameof(LoaderThreads), "at least 1, or null", LoaderThreads ?? 0);
    }

    private static bool IsNameOf(string name, DenseTask task) => string.Equals(name, task.Name, StringComparison.OrdinalIgnoreCase);

    private void CheckDecoders()
    {
        Holds(Decoder is not null, nameof(Decoder), "a decoder architecture", "null");
        Holds(TaskDecoders is not null, nameof(TaskDecoders), "decoder architectures by task name", "null");
        foreach (var (name, decoder) in TaskDecoders!)
        {
            Holds(
                Tasks.Any(task => IsNameOf(name, task)), nameof(TaskDecoders),
                $"by names of the tasks {string.Join(", ", Tasks.Select(task => task.Name))}", $"by '{name}'");
            Holds(decoder is not null, nameof(TaskDecoders), "decoder architectures by task name", $"null for '{name}'");
            Holds(
                TaskDecoders.Keys.Count(other => string.Equals(name, other, StringComparison.OrdinalIgnoreCase)) == 1, nameof(TaskDecoders),
                "one decoder for a task", $"several for '{name}'");
        }
    }

    private void CheckFrozen()
    {
        Holds(
            EncoderTraining?.LearningRateFactor is > 0 and < double.PositiveInfinity,
            nameof(EncoderTraining), "one with a positive LearningRateFactor", EncoderTraining!);
        Holds(
            !EncoderTraining!.FreezesWeights || Combiner is not GradientCombiner, nameof(Combiner),
            $"a combiner of losses, because {nameof(EncoderTraining)} freezes the weights whose gradients it would combine", Combiner!.Name);
        Holds(FrozenTasks is not null && !FrozenTasks.Contains(null!), nameof(FrozenTasks), "a list of names, without null", "null");
        var unknown = FrozenTasks!.FirstOrDefault(name => !Tasks.Any(task => IsNameOf(name, task)));
        Holds(unknown is null, nameof(FrozenTasks), $"some of the tasks {string.Join(", ", Tasks.Select(task => task.Name))}", $"'{unknown}'");
        Holds(
            !EncoderTraining.FreezesWeights || !Tasks.All(IsFrozen), nameof(FrozenTasks),
            "fewer than all tasks where the encoder is frozen, since nothing would be trained", string.Join(", ", FrozenTasks!));
    }

    /// <summary>Whether a task's decoder keeps its weights.</summary>
    internal bool IsFrozen(DenseTask task) => FrozenTasks.Any(name => IsNameOf(name, task));
}
