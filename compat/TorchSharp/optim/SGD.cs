using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent, with momentum where wanted.</summary>
    public class SGD : OptimizerHelper, optim.IMomentum
    {
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lr);
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum requires a momentum and zero dampening", nameof(nesterov));
            _defaults = new Options
            {
                LearningRate = lr, InitialLearningRate = lr, momentum = momentum, dampening = dampening,
                weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
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
                if (state.Momentum is null) state.Momentum = grad.clone().DetachFromDisposeScope();
                else state.Momentum.mul_(momentum).add_(grad, 1 - options.dampening.Value);
                grad = options.nesterov.Value ? grad.add(state.Momentum, momentum) : state.Momentum;
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

            internal override double?[] Numbers
            {
                get => [momentum, dampening, weight_decay];
                set => (momentum, dampening, weight_decay) = (value[0], value[1], value[2]);
            }

            internal override bool?[] Choices
            {
                get => [nesterov, maximize];
                set => (nesterov, maximize) = (value[0], value[1]);
            }
        }

        /// <summary>The momentum of one parameter; null before its first step with one.</summary>
        private sealed class State : OptimizerState, IDisposable
        {
            public Tensor Momentum { get; set; }

            public State(Parameter parameter) : base(parameter) { }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                Momentum = null;
            }

            public override void SaveStateDict(BinaryWriter writer)
            {
                writer.Write(Momentum is not null);
                if (Momentum is not null) TensorFormat.Write(writer, Momentum);
            }

            public override void LoadStateDict(BinaryReader reader)
            {
                Dispose();
                Momentum = reader.ReadBoolean() ? Own(TensorFormat.Read(reader)) : null;
            }

            public override void LoadStateDict(OptimizerState source)
            {
                Dispose();
                Momentum = ((State)source).Momentum is { } buffer ? Own(buffer.clone()) : null;
            }

            public override bool ApproximatelyEquals(OptimizerState other) =>
                other is State state && (Momentum is null) == (state.Momentum is null) &&
                (Momentum is null || Momentum.allclose(state.Momentum));

            public override void to(Device device) => Momentum?.MoveInPlace(null, device, false);

            public void Dispose() => Momentum?.Dispose();
        }

        /// <summary>Parameters with settings of their own.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IMomentum
        {
            public ParamGroup() { }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : this(parameters, new Options
                {
                    LearningRate = lr, momentum = momentum, dampening = dampening,
                    weight_decay = weight_decay, nesterov = nesterov, maximize = maximize,
                })
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
            public static Modules.SGD SGD(
                IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(
                IEnumerable<(string name, Modules.Parameter parameter)> parameters, double learningRate, double momentum = 0,
                double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters.Select(p => p.parameter), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(
                IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
