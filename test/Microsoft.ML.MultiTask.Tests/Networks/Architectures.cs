namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Every encoder and decoder of the package and one as a user would write it: a new one is tested from the day it is known.</summary>
internal static class Architectures
{
    static Architectures()
    {
        EncoderArchitecture.Register(new PlainEncoder());
        DecoderArchitecture.Register(new QuarterDecoder());
    }

    public static IReadOnlyList<EncoderArchitecture> Encoders => EncoderArchitecture.Known;

    public static IReadOnlyList<DecoderArchitecture> Decoders => DecoderArchitecture.Known;

    /// <summary>Encoders of every kind of block, for what takes long.</summary>
    public static IEnumerable<EncoderArchitecture> KindsOfEncoders =>
        [EncoderArchitecture.ResNet18, EncoderArchitecture.MobileNetV3Large, EncoderArchitecture.ConvNeXtTiny, new PlainEncoder()];

    /// <summary>A task for each decoder, with the decoder's name and the labels of <see cref="ToyScenes"/>.</summary>
    public static IReadOnlyList<DenseTask> Tasks => [.. Decoders.Select(decoder => DenseTask.Depth(name: decoder.Name, labelColumnName: "Depth"))];

    /// <summary>Settings of a model with all decoders, for frames as <see cref="ToyScenes"/> has them.</summary>
    public static ModelSettings Settings(EncoderArchitecture encoder)
    {
        var settings = UntrainedModel.Settings();
        return settings with
        {
            Network = settings.Network with { Encoder = encoder, Aggregation = FrameAggregation.Sum, Decoders = Decoders },
        };
    }
}
