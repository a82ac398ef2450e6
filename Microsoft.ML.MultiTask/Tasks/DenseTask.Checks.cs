using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <content>What the package checks of a derived task, with the task's name in the error.</content>
public abstract partial class DenseTask
{
    private bool IsByte => ItemType.RawType == typeof(byte);

    /// <summary>The type of the columns of label and prediction: a vector [H, W], or [K, H, W] where the task has K > 1 target channels.</summary>
    /// <exception cref="InvalidOperationException">The task's item type or a number of channels is not possible.</exception>
    internal VectorDataViewType ColumnType(int height, int width)
    {
        if (!ItemType.Equals(NumberDataViewType.Byte) && !ItemType.Equals(NumberDataViewType.Single))
            throw Wrong($"{nameof(ItemType)} must be Byte or Single, but was {ItemType}.");
        if (TargetChannels < 1 || OutputChannels < 1)
            throw Wrong($"{nameof(TargetChannels)} and {nameof(OutputChannels)} must be at least 1, but were {TargetChannels} and {OutputChannels}.");
        return TargetChannels == 1 ? new VectorDataViewType(ItemType, height, width) : new VectorDataViewType(ItemType, TargetChannels, height, width);
    }

    /// <summary>The shape of a batch of labels or predictions, [N, H, W] or [N, K, H, W].</summary>
    internal long[] BatchShape(long rows, long height, long width) =>
        TargetChannels == 1 ? [rows, height, width] : [rows, TargetChannels, height, width];

    /// <summary>The type of labels and predictions as tensors.</summary>
    internal ScalarType TensorType => IsByte ? ScalarType.Byte : ScalarType.Float32;

    /// <summary><see cref="Loss"/>, which must be a scalar that depends on the output.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    internal Tensor CheckedLoss(Tensor output, Tensor label)
    {
        var loss = Loss(output, label);
        if (loss.dim() != 0 || !loss.is_floating_point())
            throw Wrong($"{nameof(Loss)} must return a floating-point scalar, but returned {Text(loss)}. Take the mean over the labelled pixels.");
        if (output.requires_grad && !loss.requires_grad)
            throw Wrong($"{nameof(Loss)} must be differentiable in the decoder's output, but returned a number without gradient. "
                + "Do not detach the output, or read its values, on the way to the loss.");
        return loss;
    }

    /// <summary><see cref="Predict"/>, which must return what fits into the predicted column.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    internal Tensor CheckedPrediction(Tensor output)
    {
        var prediction = Predict(output);
        long[] expected = BatchShape(output.shape[0], output.shape[2], output.shape[3]);
        return prediction.dtype == TensorType && prediction.shape.SequenceEqual(expected) ? prediction
            : throw Wrong($"{nameof(Predict)} must return {TensorType} [{string.Join(", ", expected)}], as column '{PredictedColumnName}' holds it, "
                + $"but returned {Text(prediction)}.");
    }

    /// <summary>Checks before a training what is needed after it: the prediction, from an output of zeros, and the description.</summary>
    internal void CheckToTrain(int height, int width)
    {
        ToJson();
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        CheckedPrediction(zeros(1, OutputChannels, height, width));
    }

    private InvalidOperationException Wrong(string what) => new($"Task '{Name}' ({GetType().Name}): {what}");

    private static string Text(Tensor tensor) => $"{tensor.dtype} [{string.Join(", ", tensor.shape)}]";
}
