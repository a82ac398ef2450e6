using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Weights and settings of a convolution; weight is [out, in / groups, kernel…], or [in, out / groups, kernel…] for a transposed
/// one.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] private Parameter _weight;
    [ComponentName(Name = nameof(bias))] private Parameter _bias;

    // As F.pad wants it: last dimension first, before and after.
    protected long[] _reversed_padding_repeated_twice;

    protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type,
        long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
        Device device = null, ScalarType? dtype = null) : base(name)
    {
        if (transposed && padding_mode != PaddingModes.Zeros)
            throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.dilation = dilation;
        this.transposed = transposed;
        this.output_padding = output_padding;
        this.groups = groups;
        this.padding_mode = padding_mode;
        this.padding = padding_type is null ? padding ?? new long[kernel_size.Length] : null;
        this.padding_type = padding_type;
        _reversed_padding_repeated_twice = ReversedPadding();

        long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
        weight = new Parameter(empty([.. channels, .. kernel_size], dtype, device));
        if (bias) this.bias = new Parameter(empty(out_channels, dtype, device));
        reset_parameters();
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

    public long in_channels { get; }
    public long out_channels { get; }
    public long[] kernel_size { get; set; }
    public long[] stride { get; set; }
    public long[] padding { get; private set; }
    public Padding? padding_type { get; private set; }
    public long[] dilation { get; set; }
    public bool transposed { get; }
    public long[] output_padding { get; set; }
    public long groups { get; set; }
    public PaddingModes padding_mode { get; set; }

    /// <summary>Draws weight and bias from PyTorch's default, U(-1/sqrt(fan in), 1/sqrt(fan in)).</summary>
    public void reset_parameters()
    {
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias is null) return;
        var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
        var bound = fanIn == 0 ? 0 : 1 / Math.Sqrt(fanIn);
        nn.init.uniform_(bias, -bound, bound);
    }

    protected void SetPadding(long[] padding)
    {
        (this.padding, padding_type) = (padding, null);
        _reversed_padding_repeated_twice = ReversedPadding();
    }

    protected void SetPadding(Padding padding)
    {
        if (transposed) throw new ArgumentException("Cannot set padding type on ConvTransposeND");
        (this.padding, padding_type) = (null, padding);
        _reversed_padding_repeated_twice = ReversedPadding();
    }

    /// <summary>Whether the input is [N, C, sizes…] or [C, sizes…] with this convolution's channels.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return shape.Length == dimensions + 2 ? shape[1] == in_channels : shape.Length == dimensions + 1 && shape[0] == in_channels;
    }

    private long[] ReversedPadding()
    {
        if (padding is not null) return [.. padding.Reverse().SelectMany(p => new[] { p, p })];
        if (padding_type == Padding.Valid) return new long[kernel_size.Length * 2];
        if (stride.Any(s => s != 1)) throw new ArgumentException("padding='same' is not supported for strided convolutions");
        return [.. Enumerable.Range(0, kernel_size.Length).Reverse().SelectMany(i =>
        {
            var total = dilation[i] * (kernel_size[i] - 1);
            return new[] { total / 2, total - total / 2 };
        })];
    }
}
