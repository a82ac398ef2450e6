namespace Microsoft.ML.MultiTask.Networks;

/// <summary>What, beside the tasks, decides the network's layers and how they compute; saved with the model.</summary>
internal sealed record NetworkSettings(
    EncoderArchitecture Encoder, EncoderLayout Layout, FrameAggregation Aggregation, int Streams, EncoderPrecision Precision = EncoderPrecision.Full)
{
    /// <summary>The decoders in the order of the tasks; empty for FCN8 everywhere, as in models of before there were others.</summary>
    public IReadOnlyList<DecoderArchitecture> Decoders { get; init; } = [];

    /// <summary>The decoder of a task, by its index.</summary>
    internal DecoderArchitecture DecoderOf(int task) => Decoders.Count == 0 ? DecoderArchitecture.Fcn8 : Decoders[task];
}
