using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What an optimizer remembers of one parameter.</summary>
public abstract class OptimizerState
{
    protected Parameter _parameter;

    protected OptimizerState(Parameter parameter) => _parameter = parameter;

    public abstract void Initialize(OptimizerOptions options);
    public abstract void SaveStateDict(BinaryWriter writer);
    public abstract void LoadStateDict(BinaryReader reader);
    public abstract void LoadStateDict(OptimizerState source);
    public virtual bool ApproximatelyEquals(OptimizerState other) => false;
    public virtual void to(Device device) { }

    /// <summary>A tensor of the parameter's type and place that no scope disposes of; the one given is used up.</summary>
    internal Tensor Own(Tensor tensor) => tensor.to(_parameter.dtype, _parameter.device, disposeAfter: true).DetachFromDisposeScope();
}
