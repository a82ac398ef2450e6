namespace Microsoft.ML.MultiTask.Pretrained;

/// <summary>The names of <see cref="EncoderArchitecture.DnnResNet18"/>'s layers, which are torchvision's.</summary>
internal static class DnnResNet18Names
{
    private static readonly int[] s_blocks = [2, 2, 2, 3];          // by stage

    /// <summary>The convolutions as the ONNX file has them: block by block, the projection of the shortcut before the block's own.</summary>
    internal static IEnumerable<string> ConvolutionsInOrder
    {
        get
        {
            yield return "conv1";
            foreach (var (stage, blocks) in s_blocks.Index())
                for (int block = 0; block < blocks; block++)
                {
                    string prefix = $"layer{stage + 1}.{block}";
                    if (stage > 0 && block == 0)
                        yield return $"{prefix}.downsample.0";
                    yield return $"{prefix}.conv1";
                    yield return $"{prefix}.conv2";
                }
        }
    }

    /// <summary>The batch normalisation after a convolution.</summary>
    internal static string NormOf(string convolution) =>
        convolution.EndsWith(".0", StringComparison.Ordinal) ? $"{convolution[..^1]}1" : convolution.Replace("conv", "bn", StringComparison.Ordinal);
}
