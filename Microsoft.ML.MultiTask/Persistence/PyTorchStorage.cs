using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>The numbers behind one or more tensors of a PyTorch file: the part <c>data/Key</c> of the archive.</summary>
/// <param name="Key">The part's name.</param>
/// <param name="ElementType">The type of its numbers.</param>
/// <param name="Count">How many there are, according to the pickle.</param>
internal sealed record PyTorchStorage(string Key, ScalarType ElementType, long Count)
{
    /// <summary>By the name of the storage's class in Python.</summary>
    internal static IReadOnlyDictionary<string, ScalarType> ElementTypes { get; } = new Dictionary<string, ScalarType>(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };
}
