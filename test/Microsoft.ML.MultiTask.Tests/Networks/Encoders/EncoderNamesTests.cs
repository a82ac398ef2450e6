namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Names of weights as torchvision 0.20 has them, without the classifier's.</summary>
[TestClass]
public sealed class EncoderNamesTests
{
    [TestMethod]
    [DataRow("ResNet18", 120)]
    [DataRow("ResNet34", 216)]
    [DataRow("ResNet50", 318)]
    [DataRow("ResNet101", 624)]
    [DataRow("DnnResNet18", 132)]
    [DataRow("MobileNetV3Large", 308)]
    [DataRow("ConvNeXtTiny", 178)]
    [DataRow("ResNet101", 624, "conv1.weight", "bn1.num_batches_tracked", "layer3.22.bn3.running_var", "layer4.2.conv3.weight", "layer4.0.downsample.1.bias")]
    [DataRow("DnnResNet18", 132, "layer4.0.downsample.0.weight", "layer4.2.conv2.weight", "layer4.2.bn2.running_mean")]
    [DataRow("MobileNetV3Large", 308, "features.0.0.weight", "features.0.1.running_mean", "features.1.block.0.0.weight", "features.1.block.1.1.bias",
        "features.2.block.2.0.weight", "features.4.block.1.0.weight", "features.4.block.2.fc1.weight", "features.4.block.2.fc2.bias",
        "features.4.block.3.1.num_batches_tracked", "features.15.block.3.0.weight", "features.16.0.weight", "features.16.1.running_var")]
    [DataRow("ConvNeXtTiny", 178, "features.0.0.weight", "features.0.0.bias", "features.0.1.weight", "features.1.0.layer_scale", "features.1.0.block.0.weight",
        "features.1.0.block.2.bias", "features.1.0.block.3.weight", "features.1.2.block.5.bias", "features.2.0.weight", "features.2.1.bias",
        "features.5.8.layer_scale", "features.6.1.weight", "features.7.2.block.5.weight")]
    public void StateDict_HasTorchvisionsNames(string architecture, int count, params string[] some)
    {
        using var encoder = EncoderArchitecture.OfName(architecture).CreateEncoder();
        var names = encoder.state_dict().Keys.ToHashSet();
        Assert.HasCount(count, names);
        foreach (string name in some)
            Assert.Contains(name, names);
    }

    [TestMethod]
    public void StateDict_Shapes_AreTorchvisions()
    {
        Has(EncoderArchitecture.MobileNetV3Large, "features.0.0.weight", 16, 3, 3, 3);
        Has(EncoderArchitecture.MobileNetV3Large, "features.4.block.1.0.weight", 72, 1, 5, 5);
        Has(EncoderArchitecture.MobileNetV3Large, "features.4.block.2.fc1.weight", 24, 72, 1, 1);
        Has(EncoderArchitecture.MobileNetV3Large, "features.16.0.weight", 960, 160, 1, 1);
        Has(EncoderArchitecture.ConvNeXtTiny, "features.0.0.weight", 96, 3, 4, 4);
        Has(EncoderArchitecture.ConvNeXtTiny, "features.1.0.layer_scale", 96, 1, 1);
        Has(EncoderArchitecture.ConvNeXtTiny, "features.1.0.block.0.weight", 96, 1, 7, 7);
        Has(EncoderArchitecture.ConvNeXtTiny, "features.1.0.block.3.weight", 384, 96);
        Has(EncoderArchitecture.ConvNeXtTiny, "features.6.1.weight", 768, 384, 2, 2);

        static void Has(EncoderArchitecture architecture, string name, params long[] shape)
        {
            using var encoder = architecture.CreateEncoder();
            Assert.AreSequenceEqual(shape, encoder.state_dict()[name].shape);
        }
    }
}
