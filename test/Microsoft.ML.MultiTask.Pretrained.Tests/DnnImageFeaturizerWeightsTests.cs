using Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The weights of ML.NET's package in this project's encoder, compared with OnnxRuntime on the package's own file.</summary>
[TestClass]
public sealed class DnnImageFeaturizerWeightsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private static string FilePath => new DnnImageFeaturizerWeights(null).FilePath;

    private static string PreprocessingPath => Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNetPrepOnnx", "ResNetPreprocess.onnx");

    public void Dispose() => _scope.Dispose();

    [TestMethod]
    public void Encoder_FramesOfTheFilesSize_GivesThePooledFeaturesOfOnnxRuntime()
    {
        var (ours, onnx) = Frame(224, 224);
        using var encoder = Encoder();
        var pooled = encoder.forward(ours).ThirtySecond.mean([2, 3]);                          // [1, 512]
        AreClose(OnnxFeatures.Pooled(FilePath, onnx), pooled);
    }

    /// <summary>Not square, and of sizes whose halves are odd on the way: the file pads two sides only.</summary>
    [TestMethod]
    [DataRow(96, 160)]
    [DataRow(32, 64)]
    public void Encoder_OtherEvenSizes_GivesEveryLevelOfOnnxRuntime(int height, int width)
    {
        var (ours, onnx) = Frame(height, width);
        using var encoder = Encoder();
        var levels = encoder.forward(ours);
        var expected = OnnxFeatures.Stages(FilePath, onnx, height, width);
        AreClose(expected[0], levels.Quarter);
        AreClose(expected[1], levels.Eighth);
        AreClose(expected[2], levels.Sixteenth);
        AreClose(expected[3], levels.ThirtySecond);
    }

    [TestMethod]
    public void Normalization_Mean_IsThatOfThePreprocessingFile()
    {
        var mean = ModelProto.Parser.ParseFrom(File.ReadAllBytes(PreprocessingPath)).Graph.Initializer.Single(tensor => tensor.Name == "MeanImage");
        var channels = mean.FloatData.Chunk(224 * 224).Select(channel => (double)channel.Average()).Reverse().ToArray();          // B, G, R
        var normalization = EncoderWeights.FromDnnImageFeaturizer().Normalization!;
        for (int c = 0; c < 3; c++)
            Assert.AreEqual(channels[c], normalization.Mean[c], 0.01);
    }

    [TestMethod]
    public void Fit_PretrainedEncoder_StartsFromItAndSavesItsNormalization()
    {
        var mlContext = new MLContext(seed: 1);
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Encoder = EncoderArchitecture.DnnResNet18,
            EncoderWeights = EncoderWeights.FromDnnImageFeaturizer(),
            EncoderTraining = new() { FreezesWeights = true, FreezesStatistics = true },
            Epochs = 1,
        }).Fit(ToyScenes.View(mlContext, 4));
        Assert.AreSequenceEqual(new[] { 123.15, 115.90, 103.06 }, model.Model.Settings.Normalization.Mean.ToArray());
        var weights = EncoderWeights.FromDnnImageFeaturizer().Load();
        foreach (var (name, tensor) in model.Model.Network.Encoder.state_dict().Where(pair => !pair.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)))
            TensorAssert.AreIdentical(weights[name], tensor);
    }

    [TestMethod]
    public void Fit_AnotherEncoder_IsRefusedWithBothNames()
    {
        var mlContext = new MLContext(seed: 1);
        var e = Assert.ThrowsExactly<ArgumentException>(() => mlContext.MultiTask().Trainers.MultiNetPlusPlus(
            ToyScenes.Options with { EncoderWeights = EncoderWeights.FromDnnImageFeaturizer() }).Fit(ToyScenes.View(mlContext, 1)));
        Assert.Contains("must be weights of the option Encoder, ResNet18, but was 'Microsoft.ML.DnnImageFeaturizer.ResNet18' of DnnResNet18", e.Message);
    }

    [TestMethod]
    public void Load_MissingOrOtherFile_SaysWhatIsNeeded()
    {
        Assert.Contains("add a reference", Assert.ThrowsExactly<FileNotFoundException>(() => EncoderWeights.FromDnnImageFeaturizer("none.onnx").Load()).Message);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => EncoderWeights.FromDnnImageFeaturizer(PreprocessingPath).Load());
        Assert.Contains($"'{PreprocessingPath}' is not the ResNet-18", e.Message);
        Assert.Contains("0 convolutions", e.Message);
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "cut.onnx");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(FilePath).Take(100_000)]);
        Assert.Contains($"'{path}' is not the ResNet-18", Assert.ThrowsExactly<InvalidDataException>(() => EncoderWeights.FromDnnImageFeaturizer(path).Load()).Message);
        Assert.ThrowsExactly<ArgumentException>(() => EncoderWeights.FromDnnImageFeaturizer(" "));
    }

    private static nn.Module<Tensor, FeaturePyramid> Encoder()
    {
        var encoder = EncoderArchitecture.DnnResNet18.CreateEncoder();
        Assert.AreEqual(0, NetworkWeights.CopyIntoEncoder(encoder, EncoderWeights.FromDnnImageFeaturizer()));
        encoder.eval();
        return encoder;
    }

    /// <summary>A frame of random pixels as our encoder gets it, and as the file does: B, G, R.</summary>
    private static (Tensor Ours, float[] Onnx) Frame(int height, int width)
    {
        var mean = EncoderWeights.FromDnnImageFeaturizer().Normalization!.Mean;
        using var generator = new Generator(1);
        var pixels = randint(0, 256, [1, 3, height, width], dtype: ScalarType.Float32, generator: generator);                      // R, G, B
        var ours = pixels - tensor(mean.Select(m => (float)m).ToArray()).reshape(1, 3, 1, 1);
        return (ours, ours.flip(1).contiguous().data<float>().ToArray());
    }

    private static void AreClose(float[] expected, Tensor actual) =>
        TensorAssert.AreClose(tensor(expected), actual.detach().reshape(-1), rtol: 1e-4, atol: 1e-4);
}
