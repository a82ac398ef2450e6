namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, epoch by epoch, each from the one before.</summary>
            public abstract class LRScheduler
            {
                protected int _step_count;

                protected LRScheduler() { }

                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    Optimizer = optimizer;
                    LastEpoch = last_epoch;
                    Verbose = verbose;
                    BaseRates = [.. optimizer.ParamGroups.Select(g => g.InitialLearningRate)];
                    LastRates = [.. optimizer.ParamGroups.Select(g => g.LearningRate)];
                }

                internal Optimizer Optimizer { get; }
                internal bool Verbose { get; }
                internal double[] BaseRates { get; }
                internal double[] LastRates { get; private protected set; }
                internal int LastEpoch { get; set; }

                /// <summary>The learning rates set last, one for each group.</summary>
                public IEnumerable<double> get_last_lr() => LastRates;

                /// <summary>Goes to the next epoch.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to an epoch, or to the next one for null.</summary>
                public virtual void step(int? epoch)
                {
                    _step_count++;
                    LastEpoch = epoch ?? LastEpoch + 1;
                    double[] rates = [.. epoch is null ? get_lr() : get_closed_form_lr()];
                    foreach (var (group, rate) in Optimizer.ParamGroups.Zip(rates)) group.LearningRate = rate;
                    if (Verbose && !rates.SequenceEqual(LastRates))
                        Console.WriteLine($"Adjusting learning rate to {string.Join(", ", rates)}");
                    LastRates = rates;
                }

                /// <param name="current">What the schedule follows, for those that follow something.</param>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The next learning rates from the current ones.</summary>
                protected virtual IEnumerable<double> get_lr() => Optimizer.ParamGroups.Select(g => g.LearningRate);

                /// <summary>The learning rates of an epoch from the initial ones.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();
            }
        }
    }
}
