using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Weights from files put into an encoder; a residual block stands for it.</summary>
[TestClass]
public sealed class EncoderWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    /// <summary>Files as torchvision, DataParallel and this package write them; a classifier, decoders and counts of batches may be there or not.</summary>
    [TestMethod]
    [DataRow("weights.pth", "", "fc.weight")]
    [DataRow("weights.pt", "module.", "module.fc.bias")]
    [DataRow("weights.safetensors", "", "classifier.1.weight")]
    [DataRow("weights.SafeTensors", "encoder.", "decoders.depth.score8.weight")]
    [DataRow("weights.pth", "module.encoder.", "module.decoders.depth.score8.weight")]
    public void FromFile_FileOfAnyOrigin_FillsTheEncoder(string file, string prefix, string other)
    {
        var expected = Values();
        var named = expected.ToDictionary(pair => prefix + pair.Key, pair => pair.Value);
        named[other] = ones(3);
        EncoderWeights weights = Write(file, named);
        using var block = Block();
        Assert.AreEqual(0, NetworkWeights.CopyIntoEncoder(block, weights));
        foreach (var (name, tensor) in block.state_dict().Where(pair => pair.Value.dtype == ScalarType.Float32))
            TensorAssert.AreIdentical(expected[name], tensor);
    }

    [TestMethod]
    public void CopyIntoEncoder_ConvolutionsWithoutBiases_StartThemAtZero()
    {
        using var block = Block(EncoderLayout.Keras);
        foreach (var parameter in block.parameters())
            nn.init.ones_(parameter);
        Assert.AreEqual(3, NetworkWeights.CopyIntoEncoder(block, new GivenWeights(Values)));
        Assert.AreEqual(0, block.state_dict()["downsample.0.bias"].abs().sum().item<float>());
        Assert.AreNotEqual(0, block.state_dict()["bn1.bias"].abs().sum().item<float>());
    }

    [TestMethod]
    [DataRow("'conv2.weight' is missing")]
    [DataRow("'bn1.bias' is missing")]
    [DataRow("'bn1.running_mean' is missing")]
    [DataRow("'layer5.weight' is not of this network")]
    [DataRow("'downsample.0.weight' must be [8, 4, 1, 1] but is [8, 4, 3, 3]")]
    public void CopyIntoEncoder_WhatIsMissingUnknownOrMisshapen_IsNamed_AndNothingCopied(string problem)
    {
        var values = Values();
        string name = problem.Split('\'')[1];
        if (problem.Contains("missing", StringComparison.Ordinal)) values.Remove(name);
        else values[name] = ones(8, 4, 3, 3);
        string path = Write("weights.pth", values);
        using var block = Block();
        var before = block.state_dict()["conv1.weight"].clone();
        var e = Assert.ThrowsExactly<InvalidDataException>(() => NetworkWeights.CopyIntoEncoder(block, EncoderWeights.FromFile(path)));
        Assert.Contains(path, e.Message);
        Assert.Contains(problem, e.Message);
        TensorAssert.AreIdentical(before, block.state_dict()["conv1.weight"]);
    }

    [TestMethod]
    public void CopyIntoEncoder_HalfPrecision_IsConverted()
    {
        var values = Values();
        using var block = Block();
        NetworkWeights.CopyIntoEncoder(block, new GivenWeights(() => values.ToDictionary(p => p.Key, p => p.Value.to(ScalarType.Float16))));
        TensorAssert.AreIdentical(values["conv1.weight"].to(ScalarType.Float16).to(ScalarType.Float32), block.state_dict()["conv1.weight"]);
    }

    [TestMethod]
    public void Load_BrokenOrMissingFile_IsNamed()
    {
        string path = Path.Combine(_folder.Path, "weights.pth");
        Assert.ThrowsExactly<FileNotFoundException>(() => EncoderWeights.FromFile(path).Load());
        File.WriteAllText(path, "<html>404</html>");
        Assert.Contains(path, Assert.ThrowsExactly<InvalidDataException>(() => EncoderWeights.FromFile(path).Load()).Message);
        Assert.ThrowsExactly<ArgumentException>(() => EncoderWeights.FromFile(" "));
        Assert.AreEqual(path, EncoderWeights.FromFile(path).ToString());
    }

    private string Write(string file, Dictionary<string, Tensor> tensors)
    {
        string path = Path.Combine(_folder.Path, file);
        if (file.EndsWith("safetensors", StringComparison.OrdinalIgnoreCase))
            Safetensors.Save(path, tensors);
        else
            File.WriteAllBytes(path, PyTorchFiles.StateDict(tensors.ToDictionary(p => p.Key, p => (p.Value.shape, p.Value.data<float>().ToArray()))));
        return path;
    }

    /// <summary>Another value in every tensor of a block, without counts of batches.</summary>
    private static Dictionary<string, Tensor> Values()
    {
        using var block = Block();
        return block.state_dict().Where(pair => pair.Value.dtype == ScalarType.Float32)
            .Select((pair, i) => (pair.Key, Value: full(pair.Value.shape, i + 1f).contiguous())).ToDictionary(pair => pair.Key, pair => pair.Value);
    }

    private static ResidualBlock Block(EncoderLayout layout = EncoderLayout.Torchvision) =>
        new(inputs: 4, width: 8, stride: 2, isBottleneck: false, layout, isFolded: false);
}
