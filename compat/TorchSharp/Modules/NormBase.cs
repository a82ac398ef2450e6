using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Scale, shift and running statistics of a normalization over channels, all [C].</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = nameof(weight))] private Parameter _weight;
    [ComponentName(Name = nameof(bias))] private Parameter _bias;
    [ComponentName(Name = nameof(running_mean))] private Tensor _running_mean;
    [ComponentName(Name = nameof(running_var))] private Tensor _running_var;
    [ComponentName(Name = nameof(num_batches_tracked))] private Tensor _num_batches_tracked;

    public NormBase(
        long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device device, ScalarType? dtype,
        string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = new Parameter(empty(num_features, dtype, device));
            bias = new Parameter(empty(num_features, dtype, device));
        }
        if (track_running_stats)
        {
            running_mean = zeros(num_features, dtype, device);
            running_var = ones(num_features, dtype, device);
            num_batches_tracked = tensor(0L, null, device);
        }
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

    public Tensor running_mean
    {
        get => _running_mean;
        set => OwnBuffer(nameof(running_mean), ref _running_mean, value);
    }

    public Tensor running_var
    {
        get => _running_var;
        set => OwnBuffer(nameof(running_var), ref _running_var, value);
    }

    /// <summary>How many batches went into the statistics; Int64, no dimensions.</summary>
    public Tensor num_batches_tracked
    {
        get => _num_batches_tracked;
        set => OwnBuffer(nameof(num_batches_tracked), ref _num_batches_tracked, value);
    }

    public long num_features { get; }
    public double eps { get; set; }

    /// <summary>The share of each new batch in the running statistics; null: all batches count the same.</summary>
    public double? momentum { get; set; }

    public bool affine { get; }
    public bool track_running_stats { get; }

    public void reset_parameters()
    {
        reset_running_stats();
        if (!affine) return;
        nn.init.ones_(weight);
        nn.init.zeros_(bias);
    }

    public void reset_running_stats()
    {
        if (!track_running_stats) return;
        running_mean.zero_();
        running_var.fill_(1);
        num_batches_tracked.zero_();
    }

    protected abstract void ValidateInputDimensions(Tensor input);
}
