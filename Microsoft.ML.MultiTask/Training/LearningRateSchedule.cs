using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// How the learning rate changes over training: a factor on <see cref="MultiNetPlusPlusOptions.LearningRate"/> for every step.
/// </summary>
public abstract record LearningRateSchedule
{
    private protected LearningRateSchedule() { }

    /// <summary>The factor for a step.</summary>
    /// <param name="epoch">Epochs done before the step, with their fraction: 1.5 is half-way through the second.</param>
    /// <param name="step">The share of an epoch that the step takes.</param>
    /// <param name="epochs">Epochs in all.</param>
    internal abstract double FactorAt(double epoch, double step, int epochs);

    /// <summary>The learning rate stays as it is.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Falls to 0 along half a cosine: (1 + cos(pi p)) / 2 at the fraction p of training.</summary>
    /// <param name="warmupEpochs">Epochs, at least 0, over which it first rises linearly, one step at a time: the first step has a rate above 0.</param>
    public static LearningRateSchedule Cosine(double warmupEpochs = 0) => new CosineSchedule(NotNegative(warmupEpochs));

    /// <summary>Falls to 0 as (1 - p)^power at the fraction p of training.</summary>
    /// <param name="power">Positive; 0.9 is usual for segmentation.</param>
    public static LearningRateSchedule Polynomial(double power = 0.9) => new PolynomialSchedule(Positive(power));

    /// <summary>Is multiplied by a factor every few epochs.</summary>
    /// <param name="everyEpochs">Epochs between two changes, at least 1.</param>
    /// <param name="factor">Positive.</param>
    public static LearningRateSchedule Step(int everyEpochs, double factor = 0.1) =>
        new StepSchedule(AtLeast(everyEpochs, 1), Positive(factor));

    private sealed record ConstantSchedule : LearningRateSchedule
    {
        internal override double FactorAt(double epoch, double step, int epochs) => 1;
    }

    private sealed record CosineSchedule(double WarmupEpochs) : LearningRateSchedule
    {
        internal override double FactorAt(double epoch, double step, int epochs) =>
            epoch < WarmupEpochs ? Math.Min(1, (epoch + step) / WarmupEpochs)
            : (1 + Math.Cos(Math.PI * Math.Min(1, (epoch - WarmupEpochs) / Math.Max(epochs - WarmupEpochs, 1e-9)))) / 2;
    }

    private sealed record PolynomialSchedule(double Power) : LearningRateSchedule
    {
        internal override double FactorAt(double epoch, double step, int epochs) => Math.Pow(Math.Max(0, 1 - epoch / epochs), Power);
    }

    private sealed record StepSchedule(int EveryEpochs, double Factor) : LearningRateSchedule
    {
        internal override double FactorAt(double epoch, double step, int epochs) => Math.Pow(Factor, Math.Floor(epoch / EveryEpochs));
    }
}
