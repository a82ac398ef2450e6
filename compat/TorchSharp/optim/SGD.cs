using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent, with momentum where wanted.</summary>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lr);
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening", nameof(nesterov));
            _defaults = new Options
            {
                LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
            };
            foreach (var group in parameters) add_param_group(group);
        }

        public double Momentum
        {
            get => ((Options)_defaults).momentum.Value;
            set => ((Options)_defaults).momentum = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group)
        {
            param_group.Options ??= new Options();
            ((Options)param_group.Options).Complete((Options)_defaults);
            Add(param_group, parameter => new State(parameter));
        }

        public override Tensor step(Func<Tensor> closure = null) => Step(closure, group =>
        {
            var options = (Options)group.Options;
            foreach (var parameter in group.Parameters) Update(options, parameter, (State)StateOf(parameter));
        });

        private static void Update(Options options, Parameter parameter, State state)
        {
            var grad = parameter.grad;
            if (grad is null) return;
            if (options.maximize.Value) grad = grad.neg();
            if (options.weight_decay.Value != 0) grad = grad.add(parameter, options.weight_decay.Value);
            var momentum = options.momentum.Value;
            if (momentum != 0)
            {
                if (state.momentum_buffer is null) state.momentum_buffer = grad.clone().DetachFromDisposeScope();
                else state.momentum_buffer.mul_(momentum).add_(grad, 1 - options.dampening.Value);
                grad = options.nesterov.Value ? grad.add(state.momentum_buffer, momentum) : state.momentum_buffer;
            }
            parameter.add_(grad, -options.LearningRate.Value);
        }

        /// <summary>The settings of a group.</summary>
        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            internal void Complete(Options defaults)
            {
                LearningRate ??= defaults.LearningRate;
                momentum ??= defaults.momentum;
                dampening ??= defaults.dampening;
                weight_decay ??= defaults.weight_decay;
                nesterov ??= defaults.nesterov;
                maximize ??= defaults.maximize;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                base.SaveStateDict(writer);
                foreach (var number in new[] { momentum, dampening, weight_decay }) writer.Write(number.Value);
                writer.Write(nesterov.Value);
                writer.Write(maximize.Value);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                base.LoadStateDict(reader);
                momentum = reader.ReadDouble();
                dampening = reader.ReadDouble();
                weight_decay = reader.ReadDouble();
                nesterov = reader.ReadBoolean();
                maximize = reader.ReadBoolean();
            }

            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, dampening, weight_decay, nesterov, maximize) =
                    (other.momentum, other.dampening, other.weight_decay, other.nesterov, other.maximize);
            }
        }

        /// <summary>The momentum of one parameter; null before its first step with one.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            public Tensor momentum_buffer;

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                momentum_buffer = null;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(momentum_buffer is not null);
                if (momentum_buffer is not null) TensorFormat.Write(writer, momentum_buffer);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Dispose();
                momentum_buffer = reader.ReadBoolean() ? Own(TensorFormat.Read(reader)) : null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                Dispose();
                momentum_buffer = ((State)source).momentum_buffer is { } buffer ? Own(buffer.clone()) : null;
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && (momentum_buffer is null) == (state.momentum_buffer is null) &&
                (momentum_buffer is null || momentum_buffer.allclose(state.momentum_buffer));

            public override void to(Device device) => momentum_buffer?.MoveInPlace(null, device, false);

            public void Dispose() => momentum_buffer?.Dispose();

            private Tensor Own(Tensor tensor) => tensor.to(_parameter.dtype, _parameter.device, disposeAfter: true).DetachFromDisposeScope();
        }

        /// <summary>Parameters with settings of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
                : this(parameters, new Options { LearningRate = lr, momentum = momentum, dampening = dampening, weight_decay = weight_decay, nesterov = nesterov, maximize = maximize })
            {
            }

            public double Momentum
            {
                get => Options.momentum.Value;
                set => Options.momentum = value;
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
            public static Modules.SGD SGD(IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
