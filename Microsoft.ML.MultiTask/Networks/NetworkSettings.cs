namespace Microsoft.ML.MultiTask.Networks;

/// <summary>What, beside the tasks, decides the network's layers and how they compute; saved with the model.</summary>
internal sealed record NetworkSettings(
    EncoderArchitecture Encoder, EncoderLayout Layout, FrameAggregation Aggregation, int Streams, EncoderPrecision Precision = EncoderPrecision.Full);
