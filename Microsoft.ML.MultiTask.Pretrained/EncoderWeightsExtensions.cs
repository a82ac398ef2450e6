using Microsoft.ML.MultiTask.Pretrained;

namespace Microsoft.ML.MultiTask;

/// <summary>Sources of <see cref="EncoderWeights"/> in other packages of ML.NET.</summary>
public static class EncoderWeightsExtensions
{
    extension(EncoderWeights)
    {
        /// <summary>
        /// The weights of ML.NET's package Microsoft.ML.DnnImageFeaturizer.ResNet18, an ImageNet classifier's without the classifier, for
        /// <see cref="EncoderArchitecture.DnnResNet18"/>. They bring the normalisation that they need.
        /// </summary>
        /// <param name="path">
        /// The file <c>ResNet18.onnx</c>; null for that beside the program, where this package's build step puts it.
        /// </param>
        public static EncoderWeights FromDnnImageFeaturizer(string? path = null)
        {
            if (path is not null) ArgumentException.ThrowIfNullOrWhiteSpace(path);
            return new DnnImageFeaturizerWeights(path);
        }
    }
}
