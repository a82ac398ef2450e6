using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The gradient of a convolution by its input, as a layer: it widens what a strided convolution narrows.</summary>
    public abstract class ConvolutionTranspose : Convolution
    {
        protected ConvolutionTranspose(
            string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type,
            long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
            Device device = null, ScalarType? dtype = null)
            : base(name, in_channels, out_channels, kernel_size, stride, padding, padding_type, dilation, transposed, output_padding,
                groups, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => forward(input, null);

        /// <param name="output_size">The sizes wanted, of those the stride leaves open; null: the smallest.</param>
        public abstract Tensor forward(Tensor input, long[] output_size);

        /// <summary>What to add on one side so that the output has the size wanted.</summary>
        internal long[] OutputPadding(Tensor input, long[] outputSize)
        {
            if (outputSize is null) return output_padding;
            int n = kernel_size.Length;
            var sizes = outputSize[^n..];
            var inputSizes = input.shape[^n..];
            var missing = new long[n];
            for (int i = 0; i < n; i++)
            {
                var least = (inputSizes[i] - 1) * stride[i] - 2 * padding[i] + dilation[i] * (kernel_size[i] - 1) + 1;
                if (sizes[i] < least || sizes[i] >= least + stride[i])
                    throw new ArgumentException(
                        $"output_size[{i}] must be from {least} to {least + stride[i] - 1}, but was {sizes[i]}.", nameof(outputSize));
                missing[i] = sizes[i] - least;
            }
            return missing;
        }
    }

    /// <summary>A transposed convolution of [N, C, H, W] or [C, H, W].</summary>
    public sealed class ConvTranspose2d : ConvolutionTranspose
    {
        internal ConvTranspose2d(
            long inChannels, long outChannels, (long, long) kernel, (long, long) stride, (long, long) padding, (long, long) dilation,
            (long, long) outputPadding, long groups, bool bias, PaddingModes paddingMode, Device device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), inChannels, outChannels, nn.Pair(kernel), nn.Pair(stride), nn.Pair(padding), null,
                nn.Pair(dilation), true, nn.Pair(outputPadding), groups, bias, paddingMode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input, long[] output_size)
        {
            if (!ValidateShape(input, 2))
                throw new ArgumentException(
                    $"Expected 3D (unbatched) or 4D (batched) input with {in_channels} channels to ConvTranspose2d.");
            return nn.functional.conv_transpose2d(
                input, weight, bias, stride, padding, OutputPadding(input, output_size), dilation, groups);
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
                long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device device = null,
                ScalarType? dtype = null) =>
                new(
                    in_channels, out_channels, (kernel_size, kernel_size), (stride, stride), (padding, padding), (dilation, dilation),
                    (output_padding, output_padding), groups, bias, padding_mode, device, dtype);

            public static Modules.ConvTranspose2d ConvTranspose2d(
                long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
                (long, long)? output_padding = null, (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros,
                long groups = 1, bool bias = true, Device device = null, ScalarType? dtype = null) =>
                new(
                    in_channels, out_channels, kernel_size, stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1),
                    output_padding ?? (0, 0), groups, bias, padding_mode, device, dtype);
        }
    }
}
