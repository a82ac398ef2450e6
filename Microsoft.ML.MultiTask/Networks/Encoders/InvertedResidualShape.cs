namespace Microsoft.ML.MultiTask.Networks.Encoders;

/// <summary>A row of MobileNetV3's table 1.</summary>
/// <param name="Kernel">Of the depthwise convolution, pixels.</param>
/// <param name="Width">Channels of that convolution.</param>
/// <param name="Outputs">Channels of the result.</param>
/// <param name="HasExcitation">Whether the channels are squeezed and excited.</param>
/// <param name="Activation">Behind the convolutions but the last.</param>
/// <param name="Stride">1 or 2.</param>
internal sealed record InvertedResidualShape(int Kernel, int Width, int Outputs, bool HasExcitation, Activation Activation, int Stride);
