using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>A checkpoint that was read. Owns its tensors.</summary>
/// <param name="Position">How far the training was.</param>
/// <param name="Tensors">The tensors by name, on the CPU.</param>
/// <param name="Path">The file.</param>
internal sealed record SavedTraining(TrainingPosition Position, IReadOnlyDictionary<string, Tensor> Tensors, string Path) : IDisposable
{
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
            tensor.Dispose();
    }
}
