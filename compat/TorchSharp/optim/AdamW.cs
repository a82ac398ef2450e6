using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>AdamW: Adam with a weight decay that does not pass through the moments.</summary>
    public class AdamW : OptimizerHelper, optim.IBetas
    {
        public AdamW(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        public AdamW(IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lr);
            _defaults = new Options
            {
                LearningRate = lr, InitialLearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize,
            };
            foreach (var group in parameters) add_param_group(group);
        }

        public (double, double) Betas
        {
            get => (Defaults.beta1.Value, Defaults.beta2.Value);
            set => (Defaults.beta1, Defaults.beta2) = value;
        }

        private Options Defaults => (Options)_defaults;

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            param_group.Options ??= new Options();
            ((Options)param_group.Options).Complete(Defaults);
            Add(param_group, parameter => new State(parameter));
        }

        public override Tensor step(Func<Tensor> closure = null) => Step(closure, group =>
            AdamStep.Run(((Options)group.Options).ForStep(), group.Parameters, parameter => (State)StateOf(parameter)));

        /// <summary>The settings of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? beta1;
            public double? beta2;
            public double? eps;
            public double? weight_decay;
            public bool? amsgrad;
            public bool? maximize;

            internal void Complete(Options defaults)
            {
                LearningRate ??= defaults.LearningRate;
                beta1 ??= defaults.beta1;
                beta2 ??= defaults.beta2;
                eps ??= defaults.eps;
                weight_decay ??= defaults.weight_decay;
                amsgrad ??= defaults.amsgrad;
                maximize ??= defaults.maximize;
            }

            internal NativeAdamSettings ForStep() => new()
            {
                LearningRate = LearningRate.Value,
                Beta1 = beta1.Value,
                Beta2 = beta2.Value,
                Epsilon = eps.Value,
                WeightDecay = weight_decay.Value,
                Decoupled = 1,
                Maximize = maximize.Value ? 1 : 0,
            };

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                foreach (var number in new[] { beta1, beta2, eps, weight_decay }) writer.Write(number.Value);
                writer.Write(amsgrad.Value);
                writer.Write(maximize.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                beta1 = reader.ReadDouble();
                beta2 = reader.ReadDouble();
                eps = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                amsgrad = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (beta1, beta2, eps, weight_decay, amsgrad, maximize) =
                    (other.beta1, other.beta2, other.eps, other.weight_decay, other.amsgrad, other.maximize);
            }
        }

        /// <summary>Step count and moments of one parameter.</summary>
        public sealed class State : OptimizerState, IDisposable, IAdamState
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor max_exp_avg_sq;

            public State(Parameter parameter) : base(parameter) { }

            long IAdamState.Step { get => step; set => step = value; }
            Tensor IAdamState.Mean => exp_avg;
            Tensor IAdamState.MeanSquare => exp_avg_sq;
            Tensor IAdamState.MaxMeanSquare => max_exp_avg_sq;

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                exp_avg = Zeros();
                exp_avg_sq = Zeros();
                max_exp_avg_sq = ((Options)options).amsgrad.Value ? Zeros() : null;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(step);
                TensorFormat.Write(writer, exp_avg);
                TensorFormat.Write(writer, exp_avg_sq);
                writer.Write(max_exp_avg_sq is not null);
                if (max_exp_avg_sq is not null) TensorFormat.Write(writer, max_exp_avg_sq);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Dispose();
                step = reader.ReadInt64();
                exp_avg = Own(TensorFormat.Read(reader));
                exp_avg_sq = Own(TensorFormat.Read(reader));
                max_exp_avg_sq = reader.ReadBoolean() ? Own(TensorFormat.Read(reader)) : null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                Dispose();
                step = other.step;
                exp_avg = Own(other.exp_avg.clone());
                exp_avg_sq = Own(other.exp_avg_sq.clone());
                max_exp_avg_sq = other.max_exp_avg_sq is { } max ? Own(max.clone()) : null;
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && step == state.step && exp_avg.allclose(state.exp_avg) && exp_avg_sq.allclose(state.exp_avg_sq) &&
                (max_exp_avg_sq is null || max_exp_avg_sq.allclose(state.max_exp_avg_sq));

            public override void to(Device device)
            {
                exp_avg.MoveInPlace(null, device, false);
                exp_avg_sq.MoveInPlace(null, device, false);
                max_exp_avg_sq?.MoveInPlace(null, device, false);
            }

            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
            }

            private Tensor Zeros() => zeros_like(_parameter).DetachFromDisposeScope();

            private Tensor Own(Tensor tensor) => tensor.to(_parameter.dtype, _parameter.device, disposeAfter: true).DetachFromDisposeScope();
        }

        /// <summary>Parameters with settings of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
                : this(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, amsgrad = amsgrad, maximize = maximize })
            {
            }

            public (double, double) Betas
            {
                get => (Options.beta1.Value, Options.beta2.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static Modules.AdamW AdamW(IEnumerable<Modules.Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.AdamW AdamW(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static Modules.AdamW AdamW(IEnumerable<Modules.AdamW.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-08, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
