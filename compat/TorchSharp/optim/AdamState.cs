using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW remember of one parameter: how many steps, and running means of the gradient and its square.</summary>
internal sealed class AdamState : OptimizerState, IDisposable
{
    public AdamState(Parameter parameter) : base(parameter) { }

    public long Step { get; set; }
    public Tensor Mean { get; private set; }
    public Tensor MeanSquare { get; private set; }

    /// <summary>The largest mean square so far, for AMSGrad; null without.</summary>
    public Tensor MaxMeanSquare { get; private set; }

    public override void Initialize(OptimizerOptions options)
    {
        Dispose();
        Step = 0;
        Mean = Own(zeros_like(_parameter));
        MeanSquare = Own(zeros_like(_parameter));
        MaxMeanSquare = options is Adam.Options { amsgrad: true } or AdamW.Options { amsgrad: true } ? Own(zeros_like(_parameter)) : null;
    }

    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(Step);
        TensorFormat.Write(writer, Mean);
        TensorFormat.Write(writer, MeanSquare);
        writer.Write(MaxMeanSquare is not null);
        if (MaxMeanSquare is not null) TensorFormat.Write(writer, MaxMeanSquare);
    }

    public override void LoadStateDict(BinaryReader reader)
    {
        Dispose();
        Step = reader.ReadInt64();
        Mean = Own(TensorFormat.Read(reader));
        MeanSquare = Own(TensorFormat.Read(reader));
        MaxMeanSquare = reader.ReadBoolean() ? Own(TensorFormat.Read(reader)) : null;
    }

    public override void LoadStateDict(OptimizerState source)
    {
        var other = (AdamState)source;
        Dispose();
        Step = other.Step;
        Mean = Own(other.Mean.clone());
        MeanSquare = Own(other.MeanSquare.clone());
        MaxMeanSquare = other.MaxMeanSquare is { } max ? Own(max.clone()) : null;
    }

    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is AdamState state && Step == state.Step && Mean.allclose(state.Mean) && MeanSquare.allclose(state.MeanSquare) &&
        (MaxMeanSquare is null || MaxMeanSquare.allclose(state.MaxMeanSquare));

    public override void to(Device device)
    {
        Mean.MoveInPlace(null, device, false);
        MeanSquare.MoveInPlace(null, device, false);
        MaxMeanSquare?.MoveInPlace(null, device, false);
    }

    public void Dispose()
    {
        Mean?.Dispose();
        MeanSquare?.Dispose();
        MaxMeanSquare?.Dispose();
    }
}
