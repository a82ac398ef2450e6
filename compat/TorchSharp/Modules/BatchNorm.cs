using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalizes each channel over the batch while training, by the running statistics otherwise.</summary>
    public abstract class BatchNorm : NormBase
    {
        public BatchNorm(
            long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype,
            string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var share = momentum ?? 0;
            if (training && track_running_stats)
            {
                num_batches_tracked.add_(1);
                share = momentum ?? 1.0 / num_batches_tracked.item<long>();     // sync point, without momentum only
            }
            bool statistics = !training || track_running_stats;
            return nn.functional.batch_norm(
                input, statistics ? running_mean : null, statistics ? running_var : null, weight, bias,
                training || running_mean is null, share, eps);
        }
    }

    /// <summary>Batch normalization of [N, C, H, W].</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(
            long features, double eps, double momentum, bool affine, bool trackRunningStats, Device device, ScalarType? dtype)
            : base(features, eps, momentum, affine, trackRunningStats, device, dtype, nameof(BatchNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim != 4) throw new ArgumentException($"expected 4D input, but got {input.ndim}D input.");
        }
    }

    /// <summary>Batch normalization of [N, C] or [N, C, L].</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(
            long features, double eps, double momentum, bool affine, bool trackRunningStats, Device device, ScalarType? dtype)
            : base(features, eps, momentum, affine, trackRunningStats, device, dtype, nameof(BatchNorm1d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input)
        {
            if (input.ndim is not (2 or 3)) throw new ArgumentException($"expected 2D or 3D input, but got {input.ndim}D input.");
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static Modules.BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);
        }
    }
}
