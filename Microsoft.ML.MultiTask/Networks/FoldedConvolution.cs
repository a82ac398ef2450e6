using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Microsoft.ML.MultiTask;

/// <summary>A unit whose batch normalisation has become part of the convolution, for scoring. Owns its tensors.</summary>
/// <remarks>
/// The accelerator keeps the weights as the convolution's kernel wants them, arranged at the first call. A unit is always called with
/// the same <c>relu</c>, and always with a shortcut or always without.
/// </remarks>
internal sealed class FoldedConvolution(Tensor weight, Tensor bias, int stride, int padding) : ConvolutionUnit, IDisposable
{
    private readonly Lock _lock = new();
    private bool _isArranged;
    private IntPtr _arranged;                        // zero where the accelerator cannot

    internal override Tensor Forward(Tensor x, bool relu, Tensor? shortcut = null)
    {
        if (Arrange(x, relu, shortcut is not null) is not 0 and var arranged)
            return Accelerator.Run(arranged, x, shortcut);
        var y = F.conv2d(x, weight, bias, [stride, stride], [padding, padding]);
        if (shortcut is not null) y.add_(shortcut);
        if (relu) y.relu_();
        return y;
    }

    internal override FoldedConvolution Fold(ScalarType type) => this;

    public void Dispose()
    {
        if (_arranged != 0) Accelerator.Release(_arranged);
        _arranged = 0;
        weight.Dispose();
        bias.Dispose();
    }

    private IntPtr Arrange(Tensor x, bool relu, bool hasShortcut)
    {
        lock (_lock)
        {
            if (_isArranged) return _arranged;
            if (Accelerator.Takes(x))
                _arranged = Accelerator.CreateConvolution(weight, bias, stride, padding, x.shape, relu, hasShortcut);
            if (_arranged != 0)
                weight.Dispose();                    // the arranged copy is all that is used from now on
            _isArranged = true;
            return _arranged;
        }
    }
}
