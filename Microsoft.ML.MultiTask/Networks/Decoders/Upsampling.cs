using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask.Networks.Decoders;

/// <summary>
/// Learned upsampling by a factor s: a transposed convolution with stride s, kernel 2s and padding s/2, computed as one matrix product.
/// Field names are those of torch's ConvTranspose2d, because they are state-dict keys.
/// </summary>
/// <remarks>
/// Each s x s block of the result, shifted by s/2, depends on the 2 x 2 inputs around it: a product of those 4C numbers with a
/// [4C, O·s·s] matrix.
/// </remarks>
internal sealed class Upsampling : nn.Module<Tensor, Tensor>
{
    private readonly Parameter weight;
    private readonly Parameter bias;
    private readonly int _factor;

    /// <param name="inputs">C, input channels.</param>
    /// <param name="outputs">O, output channels.</param>
    /// <param name="factor">s, even.</param>
    internal Upsampling(int inputs, int outputs, int factor) : base(nameof(Upsampling))
    {
        _factor = factor;
        weight = new Parameter(empty(inputs, outputs, 2 * factor, 2 * factor));
        bias = new Parameter(empty(outputs));
        RegisterComponents();
    }

    /// <summary>[C, O, 2s, 2s].</summary>
    internal Parameter Weight => weight;

    /// <summary>[O].</summary>
    internal Parameter Bias => bias;

    /// <param name="x">[N, C, h, w], of the weights' type.</param>
    /// <returns>[N, O, s·h, s·w]: a view into a tensor that is s larger in height and width.</returns>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        long s = _factor, c = x.shape[1], o = bias.shape[0], h = x.shape[2], w = x.shape[3];
        var padded = F.pad(x, [1, 1, 1, 1]).permute(0, 2, 3, 1);                             // [N, h+2, w+2, C]
        var patches = cat([Shifted(1, 1), Shifted(1, 0), Shifted(0, 1), Shifted(0, 0)], 3);  // [N, h+1, w+1, 4C]
        var matrix = weight.view(c, o, 2, s, 2, s).permute(1, 3, 5, 2, 4, 0).reshape(o * s * s, 4 * c);
        var blocks = F.linear(patches, matrix, bias.repeat_interleave(s * s));               // [N, h+1, w+1, O·s·s]
        var full = blocks.view(-1, h + 1, w + 1, o, s, s).permute(0, 3, 1, 4, 2, 5).reshape(-1, o, (h + 1) * s, (w + 1) * s);
        return full.narrow(2, s / 2, h * s).narrow(3, s / 2, w * s).MoveToOuterDisposeScope();

        Tensor Shifted(long down, long right) => padded.narrow(1, down, h + 1).narrow(2, right, w + 1);
    }
}
