using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Small networks of two streams with initial weights, for frames as <see cref="ToyScenes"/> has them: they score, though not well.</summary>
internal static class UntrainedModel
{
    internal static ModelSettings Settings(EncoderPrecision precision = EncoderPrecision.Full, bool includesScores = false) => new()
    {
        Network = new NetworkSettings(EncoderArchitecture.ResNet18, EncoderLayout.Torchvision, FrameAggregation.Concatenation, 2, precision),
        Normalization = PixelNormalization.ImageNet, Height = ToyScenes.Height, Width = ToyScenes.Width,
        FrameColumnNames = ["Frame0", "Frame1"], IncludesScores = includesScores,
        ClassNames = new Dictionary<string, IReadOnlyList<string>>(),
    };

    internal static MultiTaskModel Network(EncoderPrecision precision = EncoderPrecision.Full, bool includesScores = false) =>
        new(Settings(precision, includesScores), ToyScenes.Tasks, CPU, seed: 5);

    internal static MultiTaskTransformer Transformer(EncoderPrecision precision = EncoderPrecision.Full, bool includesScores = false) =>
        new(Network(precision, includesScores), new TrainingHistory());
}
