using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x·weightᵀ + bias, with weight [out, in] and bias [out].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        [ComponentName(Name = nameof(weight))] private Parameter _weight;
        [ComponentName(Name = nameof(bias))] private Parameter _bias;

        internal Linear(Parameter weight, Parameter bias) : base(nameof(Linear))
        {
            in_features = weight.shape[1];
            out_features = weight.shape[0];
            this.weight = weight;
            this.bias = bias;
        }

        internal Linear(long inputSize, long outputSize, bool hasBias, Device device, ScalarType? dtype)
            : this(
                new Parameter(empty(outputSize, inputSize, dtype, device)),
                hasBias ? new Parameter(empty(outputSize, dtype, device)) : null)
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is null) return;
            var bound = inputSize > 0 ? 1 / Math.Sqrt(inputSize) : 0;
            nn.init.uniform_(bias, -bound, bound);
        }

        public Parameter weight
        {
            get => _weight;
            set => Own(nameof(weight), ref _weight, value);
        }

        public Parameter bias
        {
            get => _bias;
            set => Own(nameof(bias), ref _bias, value);
        }

        public long in_features { get; set; }
        public long out_features { get; set; }

        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, weight, bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device device = null, ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter bias = null) => new(weight, bias);
        }
    }
}
