using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Onnx;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What OnnxRuntime computes from the featurizer's file.</summary>
internal static class OnnxFeatures
{
    /// <summary>The outputs of the last blocks of the four stages.</summary>
    private static readonly string[] s_stages = ["ReLU283_Output_0", "ReLU315_Output_0", "ReLU347_Output_0", "ReLU393_Output_0"];

    /// <summary>The file as it is: 512 averages over 7 x 7 features.</summary>
    /// <param name="path">ResNet18.onnx.</param>
    /// <param name="input">[1, 3, 224, 224], B, G, R.</param>
    internal static float[] Pooled(string path, float[] input) => Run(File.ReadAllBytes(path), input, 224, 224)[0];

    /// <summary>The features at 1/4, 1/8, 1/16 and 1/32, of frames of any size: the file without its last layer and its fixed size.</summary>
    /// <param name="path">ResNet18.onnx.</param>
    /// <param name="input">[1, 3, H, W], B, G, R.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    internal static float[][] Stages(string path, float[] input, int height, int width)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        var graph = model.Graph;
        graph.Node.Remove(graph.Node.Single(node => node.OpType == "AveragePool"));
        graph.Output.Clear();
        foreach (var stage in s_stages)
            graph.Output.Add(new ValueInfoProto { Name = stage });
        var size = graph.Input.Single().Type.TensorType.Shape.Dim;
        (size[2].DimValue, size[3].DimValue) = (height, width);
        graph.ValueInfo.Clear();
        return Run(model.ToByteArray(), input, height, width);
    }

    private static float[][] Run(byte[] model, float[] input, int height, int width)
    {
        using var session = new InferenceSession(model);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("Input247", new DenseTensor<float>(input, [1, 3, height, width]))]);
        return [.. results.Select(result => result.AsTensor<float>().ToArray())];
    }
}
