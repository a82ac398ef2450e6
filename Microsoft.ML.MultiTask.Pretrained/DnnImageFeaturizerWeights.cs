using Google.Protobuf;
using Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Pretrained;

/// <summary>
/// The weights in <c>ResNet18.onnx</c> of Microsoft.ML.DnnImageFeaturizer.ResNet18 (CNTK 2.6, opset 8): torchvision's ResNet of basic blocks, two
/// in each stage and three in the last.
/// </summary>
/// <remarks>
/// Its strided convolutions and its pooling are padded on two sides only. With even heights and widths, which the encoder's are, they compute what
/// torchvision's compute, because the padding at the other two sides is not reached.
/// </remarks>
internal sealed class DnnImageFeaturizerWeights(string? path) : EncoderWeights
{
    private const string Package = "Microsoft.ML.DnnImageFeaturizer.ResNet18";
    private const double Epsilon = 1e-5;                            // of the encoder's batch normalisations

    private static readonly string[] s_normNames = ["weight", "bias", "running_mean", "running_var"];       // ONNX's inputs 1 to 4

    public override string Name => Package;

    /// <summary>
    /// The mean of ImageNet's pixels, subtracted from values of 0 to 255. The package's ResNetPreprocess.onnx subtracts an image, which is within 6
    /// of this at every pixel, so that only frames of 224 x 224 could have it.
    /// </summary>
    public override PixelNormalization Normalization { get; } = new() { Scale = 1, Mean = [123.15, 115.90, 103.06], Deviation = [1, 1, 1] };

    public override EncoderArchitecture Architecture => EncoderArchitecture.DnnResNet18;

    internal string FilePath => path ?? Path.Combine(AppContext.BaseDirectory, "DnnImageModels", "ResNet18Onnx", "ResNet18.onnx");

    public override IReadOnlyDictionary<string, Tensor> Load()
    {
        var graph = Read().Graph ?? throw Unexpected("it has no graph");
        var numbers = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var convolutions = graph.Node.Where(node => node.OpType == "Conv").ToArray();
        var norms = graph.Node.Where(node => node.OpType == "BatchNormalization").ToArray();
        string[] names = [.. DnnResNet18Names.ConvolutionsInOrder];
        if (convolutions.Length != names.Length || norms.Length != names.Length)
            throw Unexpected($"it has {convolutions.Length} convolutions and {norms.Length} batch normalisations, but {names.Length} of each are expected");

        using var scope = NewDisposeScope();
        var weights = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (convolutions[i].Input.Count != 2 || norms[i].Input.Count != 5 || norms[i].Input[0] != convolutions[i].Output[0] || !HasEpsilon(norms[i]))
                throw Unexpected($"its convolution '{convolutions[i].Name}' is not followed by a batch normalisation with an epsilon of 1e-5");
            var kernel = Values(convolutions[i].Input[1]);
            weights[$"{names[i]}.weight"] = i == 0 ? kernel.flip(1) : kernel;                // its input is B, G, R, ours R, G, B
            foreach (var (input, name) in norms[i].Input.Skip(1).Zip(s_normNames))
                weights[$"{DnnResNet18Names.NormOf(names[i])}.{name}"] = Values(input);
        }
        scope.MoveToOuter(weights.Values);
        return weights;

        Tensor Values(string name)
        {
            if (!numbers.TryGetValue(name, out var values) || values.FloatData.Count != values.Dims.Aggregate(1L, (product, size) => product * size))
                throw Unexpected($"its weights '{name}' are missing or not float32 numbers of their shape");
            return tensor([.. values.FloatData], [.. values.Dims]);
        }
    }

    private ModelProto Read()
    {
        if (!File.Exists(FilePath))
            throw new FileNotFoundException(
                $"'{FilePath}' does not exist. It comes with the package {Package}: add a reference to it to the program's project, or name the file.", FilePath);
        using var stream = File.OpenRead(FilePath);
        try
        {
            return ModelProto.Parser.ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Unexpected($"it is no ONNX file ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static bool HasEpsilon(NodeProto norm) =>
        norm.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon") is { } epsilon && Math.Abs(epsilon.F - Epsilon) < 1e-9;

    private InvalidDataException Unexpected(string what, Exception? inner = null) =>
        new($"'{FilePath}' is not the ResNet-18 of the package {Package} 0.23.1: {what}.", inner);
}
