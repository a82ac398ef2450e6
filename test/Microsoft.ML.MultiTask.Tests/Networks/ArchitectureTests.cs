using System.Text.Json;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Architectures by name, and what is said about those that do not fit.</summary>
[TestClass]
public sealed class ArchitectureTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    [TestMethod]
    public void Names_OfThePackagesOwn_AreWhatFilesHold()
    {
        string[] encoders = ["ResNet18", "ResNet34", "ResNet50", "ResNet101", "DnnResNet18", "MobileNetV3Large", "ConvNeXtTiny"];
        Assert.AreSequenceEqual(encoders, [.. EncoderArchitecture.Known.Take(encoders.Length).Select(encoder => encoder.Name)]);
        string[] decoders = ["Fcn8", "FeaturePyramid", "DeepLabV3Plus"];
        Assert.AreSequenceEqual(decoders, [.. DecoderArchitecture.Known.Take(decoders.Length).Select(decoder => decoder.Name)]);
        Assert.AreEqual("\"ResNet50\"", JsonSerializer.Serialize(EncoderArchitecture.ResNet50));
        Assert.AreSame(DecoderArchitecture.Fcn8, JsonSerializer.Deserialize<DecoderArchitecture>("\"Fcn8\""));
        Assert.ThrowsExactly<JsonException>(() => JsonSerializer.Deserialize<DecoderArchitecture>("null"));
    }

    [TestMethod]
    public void Equals_SameName_IsEqual()
    {
        Assert.AreEqual<EncoderArchitecture>(new PlainEncoder(), new PlainEncoder());
        Assert.AreEqual(new PlainEncoder().GetHashCode(), new PlainEncoder().GetHashCode());
        Assert.AreNotEqual(EncoderArchitecture.ResNet18, new PlainEncoder());
        Assert.AreEqual<DecoderArchitecture>(new QuarterDecoder(), new QuarterDecoder());
        Assert.AreEqual("Quarter", $"{new QuarterDecoder()}");
    }

    [TestMethod]
    public void Load_EncoderThatIsNotRegistered_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        var settings = UntrainedModel.Settings();
        settings = settings with { Network = settings.Network with { Encoder = new Named("NeverRegistered") } };
        using (var model = new MultiTaskTransformer(new MultiTaskModel(settings, ToyScenes.Tasks, CPU, seed: 1), new TrainingHistory()))
            s_mlContext.MultiTask().Save(model, ToyScenes.View(s_mlContext, 1).Schema, path);
        var e = Assert.ThrowsExactly<InvalidDataException>(() => s_mlContext.MultiTask().Load(path, out _));
        Assert.Contains("Encoder 'NeverRegistered' is not known in this process, which has ResNet18, ResNet34", e.Message);
        Assert.Contains("EncoderArchitecture.Register", e.Message);
    }

    [TestMethod]
    public void OfName_UnknownDecoder_ListsTheKnownOnes()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => DecoderArchitecture.OfName("Unet"));
        Assert.Contains("Decoder 'Unet' is not known in this process, which has Fcn8, FeaturePyramid, DeepLabV3Plus", e.Message);
    }

    [TestMethod]
    public void Constructor_WrongArguments_AreNamed()
    {
        Assert.Contains("'ResNet18' is one of the package's own", Assert.ThrowsExactly<ArgumentException>(() => new Named("ResNet18")).Message);
        var e = Assert.ThrowsExactly<ArgumentException>(() => new Named("Short", 1, 2, 3));
        Assert.Contains("'channels' of encoder 'Short' must be four positive numbers, but were [1, 2, 3]", e.Message);
    }

    [TestMethod]
    public void Fit_OptionsThatDoNotFitTheNetwork_AreNamed()
    {
        Names("'Layout' must be Torchvision where Encoder is MobileNetV3Large, but was Keras", ToyScenes.Options with
        {
            Encoder = EncoderArchitecture.MobileNetV3Large, Layout = EncoderLayout.Keras,
        });
        Names("'EncoderPrecision' must be Full where Encoder is Plain", ToyScenes.Options with
        {
            Encoder = new PlainEncoder(), EncoderPrecision = EncoderPrecision.BFloat16,
        });
        Names("'Decoder' must be a decoder architecture, but was null", ToyScenes.Options with { Decoder = null! });
        Names("'TaskDecoders' must be by names of the tasks Segmentation, Depth, Motion, but was by 'Flow'", ToyScenes.Options with
        {
            TaskDecoders = new Dictionary<string, DecoderArchitecture> { ["Flow"] = DecoderArchitecture.Fcn8 },
        });
        Names("'TaskDecoders' must be one decoder for a task, but was several for 'depth'", ToyScenes.Options with
        {
            TaskDecoders = new Dictionary<string, DecoderArchitecture> { ["depth"] = DecoderArchitecture.Fcn8, ["Depth"] = DecoderArchitecture.Fcn8 },
        });

        static void Names(string expected, MultiNetPlusPlusOptions options)
        {
            var trainer = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options);
            Assert.Contains(expected, Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(ToyScenes.View(s_mlContext, 1))).Message);
        }
    }

    [TestMethod]
    public void With_BFloat16_IsRefusedForAnEncoderThatDoesNotSupportIt()
    {
        using var model = new MultiTaskTransformer(
            new MultiTaskModel(Architectures.Settings(new PlainEncoder()), Architectures.Tasks, CPU, seed: 1), new TrainingHistory());
        var e = Assert.ThrowsExactly<ArgumentException>(() => model.With(new ScoringOptions { EncoderPrecision = EncoderPrecision.BFloat16 }));
        Assert.Contains("'EncoderPrecision' must be Full for encoder Plain", e.Message);
    }

    /// <summary>Rows of two frames of 32 x 32, which only FCN8 can take: the others normalise a single value at 1/32.</summary>
    [TestMethod]
    public void Fit_SingleValueForADecodersNormalization_IsRefused()
    {
        const int Pixels = 32 * 32;
        var scene = new ToyScenes.Scene { Frame0 = new byte[3 * Pixels], Frame1 = new byte[3 * Pixels], Segmentation = new byte[Pixels] };
        scene.Segmentation[5] = 1;
        var view = s_mlContext.Data.LoadFromEnumerable(new[] { scene }, ToyScenes.Definition(32, 32));
        var options = ToyScenes.Options with { Epochs = 1, Tasks = [DenseTask.Segmentation(3)] };
        using (s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(view)) { }
        var trainer = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options with { Decoder = DecoderArchitecture.DeepLabV3Plus });
        Assert.Contains("2 frames of 32 x 32 are too little", Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(view)).Message);
    }

    [TestMethod]
    public void Forward_FeaturesOrOutputOfAnotherShape_AreNamed()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var wrongEncoder = Network(new Named("Wrong", 64, 128, 256, 999), DecoderArchitecture.Fcn8);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => wrongEncoder.forward(ones(1, 3, 32, 64)));
        Assert.Contains("Encoder 'Wrong' must give Float32 [1, 999, 1, 2] at 1/32 for such frames, but gave Float32 [1, 512, 1, 2]", e.Message);
        using var wrongDecoder = Network(EncoderArchitecture.ResNet18, new Copying(FeatureLevels.Quarter));
        e = Assert.ThrowsExactly<InvalidOperationException>(() => wrongDecoder.forward(ones(1, 3, 32, 64)));
        Assert.Contains("Decoder 'Copying' must give [1, 1, 32, 64] for such frames, but gave [1, 64, 8, 16]", e.Message);
        using var undeclared = Network(EncoderArchitecture.ResNet18, new Copying(FeatureLevels.Eighth));
        e = Assert.ThrowsExactly<InvalidOperationException>(() => undeclared.forward(ones(1, 3, 32, 64)));
        Assert.Contains("The features at 1/4 were not kept", e.Message);

        static MultiNetPlusPlusNetwork Network(EncoderArchitecture encoder, DecoderArchitecture decoder) => new(
            new NetworkSettings(encoder, EncoderLayout.Torchvision, FrameAggregation.Sum, 1) { Decoders = [decoder] }, [DenseTask.Depth()]);
    }

    [TestMethod]
    [DataRow("PlainEncoder.cs", "Encoders", "sealed class PlainEncoder")]
    [DataRow("QuarterDecoder.cs", "Decoders", "sealed class QuarterDecoder")]
    public void Class_InTheDocs_IsTheOneThatCompiles(string file, string folder, string declaration)
    {
        string source = Path.Combine(SourceFile.RepositoryRoot, "test", "Microsoft.ML.MultiTask.Tests", "Networks", folder, file);
        string page = Path.Combine(SourceFile.RepositoryRoot, "docs", "network.md");
        string[] lines = Class(source, "internal " + declaration);
        Assert.IsInRange(10, 30, lines.Length);
        Assert.AreSequenceEqual(lines, Class(page, declaration));

        static string[] Class(string path, string declaration) => [.. File.ReadLines(path).Select(line => line.TrimEnd())
            .SkipWhile(line => !line.StartsWith(declaration, StringComparison.Ordinal)).Skip(1).TakeWhile(line => line != "}")];
    }

    /// <summary>ResNet-18 under another name, with channels as given.</summary>
    private sealed class Named(string name, params int[] channels) : EncoderArchitecture(name, channels is [] ? ResNet18.Channels : channels)
    {
        public override nn.Module<Tensor, FeaturePyramid> CreateEncoder() => ResNet18.CreateEncoder();
    }

    /// <summary>A decoder that gives the features at 1/4.</summary>
    private sealed class Copying(FeatureLevels levels) : DecoderArchitecture("Copying", levels)
    {
        public override nn.Module<FeaturePyramid, Tensor> CreateDecoder(IReadOnlyList<int> channels, int outputChannels) => new Layers();

        private sealed class Layers() : nn.Module<FeaturePyramid, Tensor>("Copying")
        {
            public override Tensor forward(FeaturePyramid features) => features.Quarter.alias();
        }
    }
}
