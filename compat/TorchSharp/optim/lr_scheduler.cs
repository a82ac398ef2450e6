namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of learning rates, as torch.optim.lr_scheduler defines them.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Multiplies by gamma every step_size epochs.</summary>
            public static LRScheduler StepLR(
                Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => epoch == 0 || epoch % step_size != 0 ? rate : rate * gamma,
                    (initial, epoch) => initial * Math.Pow(gamma, epoch / step_size));

            /// <summary>Multiplies by gamma at each milestone.</summary>
            public static LRScheduler MultiStepLR(
                Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => milestones.Contains(epoch) ? rate * gamma : rate,
                    (initial, epoch) => initial * Math.Pow(gamma, milestones.Distinct().Count(m => m <= epoch)));

            /// <summary>Multiplies by gamma every epoch.</summary>
            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => epoch == 0 ? rate : rate * gamma,
                    (initial, epoch) => initial * Math.Pow(gamma, epoch));

            /// <summary>The initial rate times factor for total_iters epochs, then the initial rate.</summary>
            public static LRScheduler ConstantLR(
                Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => epoch == 0 ? rate * factor : epoch == total_iters ? rate / factor : rate,
                    (initial, epoch) => initial * (epoch >= total_iters ? 1 : factor));

            /// <summary>From start_factor to end_factor of the initial rate in total_iters equal steps.</summary>
            public static LRScheduler LinearLR(
                Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1, int total_iters = 5, int last_epoch = -1,
                bool verbose = false)
            {
                var rise = end_factor - start_factor;
                return new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => epoch == 0 ? rate * start_factor
                        : epoch > total_iters ? rate
                        : rate * (1 + rise / (total_iters * start_factor + (epoch - 1) * rise)),
                    (initial, epoch) => initial * (start_factor + rise * Math.Min(total_iters, epoch) / total_iters));
            }

            /// <summary>Down to 0 in total_iters epochs as (1 - epoch / total_iters)^power.</summary>
            public static LRScheduler PolynomialLR(
                Optimizer optimizer, int total_iters = 5, double power = 1, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, _, epoch) => epoch == 0 || epoch > total_iters ? rate
                        : rate * Math.Pow((1.0 - (double)epoch / total_iters) / (1.0 - (double)(epoch - 1) / total_iters), power),
                    (initial, epoch) => initial * Math.Pow(1 - (double)Math.Min(total_iters, epoch) / total_iters, power));

            /// <summary>From the initial rate to eta_min and back along a cosine of half period T_max.</summary>
            public static LRScheduler CosineAnnealingLR(
                Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (rate, initial, epoch) => epoch == 0 ? rate
                        : (epoch - 1 - T_max) % (2 * T_max) == 0 ? rate + (initial - eta_min) * (1 - Math.Cos(Math.PI / T_max)) / 2
                        : eta_min + (rate - eta_min) *
                          (1 + Math.Cos(Math.PI * epoch / T_max)) / (1 + Math.Cos(Math.PI * (epoch - 1) / T_max)),
                    (initial, epoch) => eta_min + (initial - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2);

            /// <summary>The initial rate times lr_lambda(epoch).</summary>
            public static LRScheduler LambdaLR(
                Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose,
                    (_, initial, epoch) => initial * lr_lambda(epoch),
                    (initial, epoch) => initial * lr_lambda(epoch));

            /// <summary>The rate before times lr_lambda(epoch).</summary>
            public static LRScheduler MultiplicativeLR(
                Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new Recurrence(optimizer, last_epoch, verbose, (rate, _, epoch) => epoch > 0 ? rate * lr_lambda(epoch) : rate, null);

            /// <summary>One schedule after another; each milestone starts the next.</summary>
            public static LRScheduler SequentialLR(
                Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new Sequence(optimizer, [.. schedulers], [.. milestones], last_epoch);

            public static LRScheduler OneCycleLR(
                Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3,
                impl.OneCycleLR.AnnealStrategy anneal_strategy = impl.OneCycleLR.AnnealStrategy.Cos, bool cycle_momentum = true,
                double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 10000,
                bool three_phase = false, int last_epoch = -1, bool verbose = false) =>
                new impl.OneCycleLR(optimizer, max_lr, total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum,
                    base_momentum, max_momentum, div_factor, final_div_factor, three_phase, last_epoch, verbose);

            /// <summary>A schedule given by two formulas: the next rate from the current and the initial one, and the rate of any
            /// epoch.</summary>
            private sealed class Recurrence : LRScheduler
            {
                private readonly Func<double, double, int, double> _next;
                private readonly Func<double, int, double> _closedForm;

                public Recurrence(
                    Optimizer optimizer, int lastEpoch, bool verbose, Func<double, double, int, double> next,
                    Func<double, int, double> closedForm)
                    : base(optimizer, lastEpoch, verbose)
                {
                    _next = next;
                    _closedForm = closedForm;
                    step();
                }

                protected override IEnumerable<double> get_lr() =>
                    Optimizer.ParamGroups.Zip(BaseRates, (group, initial) => _next(group.LearningRate, initial, LastEpoch));

                protected override IEnumerable<double> get_closed_form_lr() =>
                    _closedForm is null ? get_lr() : BaseRates.Select(initial => _closedForm(initial, LastEpoch));
            }

            private sealed class Sequence : LRScheduler
            {
                private readonly LRScheduler[] _schedulers;
                private readonly int[] _milestones;

                public Sequence(
                    Optimizer optimizer, LRScheduler[] schedulers, int[] milestones, int lastEpoch) : base(optimizer, lastEpoch + 1)
                {
                    if (schedulers.Any(s => s.Optimizer != optimizer))
                        throw new ArgumentException(
                            "The SequentialLR scheduler expects all its sub-schedulers to be bound to the same optimizer.",
                            nameof(schedulers));
                    if (milestones.Length != schedulers.Length - 1)
                        throw new ArgumentException(
                            $"{schedulers.Length} schedulers need {schedulers.Length - 1} milestones, but {milestones.Length} were given.",
                            nameof(milestones));
                    _schedulers = schedulers;
                    _milestones = milestones;

                    // Every schedule has made its first step on the way here; they start over, the first one now.
                    foreach (var group in optimizer.ParamGroups) group.LearningRate = group.InitialLearningRate;
                    foreach (var scheduler in schedulers) scheduler.LastEpoch--;
                    schedulers[0].step();
                    LastRates = schedulers[0].LastRates;
                }

                protected override IEnumerable<double> get_lr()
                {
                    int current = _milestones.Count(m => m <= LastEpoch);
                    if (current > 0 && _milestones[current - 1] == LastEpoch) _schedulers[current].step(0);
                    else _schedulers[current].step();
                    return base.get_lr();
                }
            }
        }
    }
}
