using System.Collections.Concurrent;
using Microsoft.ML.MultiTask.Networks.Decoders;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>The network's weights before training: the same seed gives the same weights, whatever else the process draws.</summary>
internal static class WeightInitialization
{
    /// <summary>
    /// Convolutions and linear layers: normal, deviation sqrt(2 / fan-in) (He et al., ICCV 2015, arXiv:1502.01852, eq. 10); FCN8's transposed
    /// convolutions: bilinear upsampling of each channel (Long et al., CVPR 2015); biases 0. What else there is keeps what its constructor
    /// gave it: normalisations 1 and 0, ConvNeXt's factors 1e-6.
    /// </summary>
    /// <remarks>
    /// A generator works on one thread. Each layer has one of its own, so that several are drawn at once and the weights do not depend on how
    /// many.
    /// </remarks>
    /// <param name="network">A network on the CPU.</param>
    /// <param name="seed">Decides the weights.</param>
    internal static void Initialize(nn.Module network, int seed)
    {
        using var noGradients = no_grad();
        var seeds = new Random(seed);
        var draws = new List<Drawing>();
        foreach (var (_, module) in network.named_modules())
        {
            switch (module)
            {
                case ConvolutionLayer convolution:
                    Add(convolution.Weight, convolution.Bias);
                    break;
                case LinearLayer linear:
                    Add(linear.Weight, linear.Bias);
                    break;
                case Convolution convolution:                                                // a user's
                    Add(convolution.weight, convolution.bias);
                    break;
                case Linear linear:
                    Add(linear.weight, linear.bias);
                    break;
                case Upsampling upsampling:
                    FillBilinear(upsampling.Weight);
                    upsampling.Bias.zero_();
                    break;
            }
        }
        draws.Sort((a, b) => b.Weight.numel().CompareTo(a.Weight.numel()));
        Parallel.ForEach(Partitioner.Create(draws, loadBalance: true), Draw);

        void Add(Tensor weight, Tensor? bias) => draws.Add(new Drawing(weight, bias, (ulong)seeds.NextInt64()));
    }

    private static void Draw(Drawing drawing)
    {
        var (weight, bias, seed) = drawing;
        using var noGradients = no_grad();                                                  // holds for one thread
        using var generator = new Generator(seed);
        double deviation = Math.Sqrt(2.0 / weight.shape.Skip(1).Aggregate(1L, (product, length) => product * length));      // [out, in, ...]
        if (weight.dim() == 4 && !weight.is_contiguous())
        {
            using var dense = weight.permute(0, 2, 3, 1);                                   // as a layer of channels last lies in memory
            dense.normal_(0, deviation, generator);
        }
        else
            weight.normal_(0, deviation, generator);
        bias?.zero_();
    }

    /// <summary>Writes the separable triangle kernel on the diagonal: channel i upsampled into channel i, nothing across.</summary>
    /// <param name="weight">float32 [C, C, K, K] with K twice the stride.</param>
    private static void FillBilinear(Tensor weight)
    {
        using var scope = NewDisposeScope();
        int channels = (int)weight.shape[0], size = (int)weight.shape[2];
        double center = (size - 1) / 2.0, reach = size / 2.0;
        var triangle = Enumerable.Range(0, size).Select(i => (float)(1 - Math.Abs(i - center) / reach)).ToArray();
        var kernel = tensor(triangle).unsqueeze(1) * tensor(triangle);                     // [K, K]
        weight.copy_(eye(channels).reshape(channels, channels, 1, 1) * kernel);            // [C, C, K, K]
    }

    /// <summary>A layer whose weights are to be drawn, and the seed of its generator.</summary>
    private sealed record Drawing(Tensor Weight, Tensor? Bias, ulong Seed);
}
