namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static class impl
            {
                /// <summary>
                /// Up to a high learning rate and down to a very low one, step by step, with the momentum the other way round.
                /// Smith and Topin, "Super-Convergence", 2019, arXiv:1708.07120.
                /// </summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly Phase[] _phases;
                    private readonly int _totalSteps;
                    private readonly bool _cycleMomentum;
                    private readonly Func<double, double, double, double> _anneal;

                    public enum AnnealStrategy
                    {
                        Cos = 0,
                        Linear = 1,
                    }

                    public OneCycleLR(
                        Optimizer optimizer, double max_lr,
                        int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                        AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true,
                        double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 10000,
                        bool three_phase = false, int last_epoch = -1, bool verbose = false) : base(optimizer, last_epoch, verbose)
                    {
                        if (cycle_momentum && optimizer is not (IMomentum or IBetas))
                            throw new ArgumentException("optimizer must support momentum with `cycle_momentum` option enabled");
                        if (pct_start is < 0 or > 1)
                            throw new ArgumentException($"Expected float between 0 and 1 for pct_start, but got {pct_start}");
                        _totalSteps = total_steps != -1 ? total_steps : epochs > 0 && steps_per_epoch > 0 ? epochs * steps_per_epoch : -1;
                        if (_totalSteps <= 0)
                            throw new ArgumentException("You must define either total_steps OR (epochs AND steps_per_epoch)");
                        _cycleMomentum = cycle_momentum;
                        _anneal = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, share) => end + (start - end) / 2 * (Math.Cos(Math.PI * share) + 1)
                            : (start, end, share) => start + (end - start) * share;

                        double initial = max_lr / div_factor, minimum = initial / final_div_factor;
                        var rise = new Phase(pct_start * _totalSteps - 1, initial, max_lr, max_momentum, base_momentum);
                        _phases = three_phase
                            ?
                            [
                                rise,
                                new Phase(2 * pct_start * _totalSteps - 2, max_lr, initial, base_momentum, max_momentum),
                                new Phase(_totalSteps - 1, initial, minimum, max_momentum, max_momentum),
                            ]
                            : [rise, new Phase(_totalSteps - 1, max_lr, minimum, base_momentum, max_momentum)];
                        step();
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (LastEpoch > _totalSteps)
                            throw new InvalidOperationException(
                                $"Tried to step {LastEpoch + 1} times. The specified number of total steps is {_totalSteps}");
                        double start = 0;
                        var phase = _phases[0];
                        foreach (var next in _phases[1..])
                        {
                            if (LastEpoch <= phase.End) break;
                            (start, phase) = (phase.End, next);
                        }
                        var share = (LastEpoch - start) / (phase.End - start);
                        var momentum = _anneal(phase.FirstMomentum, phase.LastMomentum, share);
                        if (_cycleMomentum)
                            foreach (var group in Optimizer.ParamGroups) SetMomentum(group, momentum);
                        var rate = _anneal(phase.FirstRate, phase.LastRate, share);
                        return BaseRates.Select(_ => rate);
                    }

                    private static void SetMomentum(ILearningRateController group, double momentum)
                    {
                        if (group is IBetas betas) betas.Betas = (momentum, betas.Betas.Item2);
                        else if (group is IMomentum with) with.Momentum = momentum;
                    }

                    private sealed record Phase(double End, double FirstRate, double LastRate, double FirstMomentum, double LastMomentum);
                }
            }
        }
    }
}
