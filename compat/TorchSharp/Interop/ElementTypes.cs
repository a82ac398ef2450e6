using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Which .NET type holds one element of which tensor type.</summary>
internal static class ElementTypes
{
    private static readonly (Type Type, ScalarType ScalarType)[] s_pairs =
    [
        (typeof(byte), ScalarType.Byte),
        (typeof(sbyte), ScalarType.Int8),
        (typeof(short), ScalarType.Int16),
        (typeof(int), ScalarType.Int32),
        (typeof(long), ScalarType.Int64),
        (typeof(Half), ScalarType.Float16),
        (typeof(float), ScalarType.Float32),
        (typeof(double), ScalarType.Float64),
        (typeof(bool), ScalarType.Bool),
    ];

    /// <summary>The .NET type of an element, null where there is none.</summary>
    public static Type Of(ScalarType type) => Array.Find(s_pairs, p => p.ScalarType == type).Type;

    /// <exception cref="NotSupportedException">No tensor has elements of this type.</exception>
    public static ScalarType Of(Type type)
    {
        foreach (var pair in s_pairs)
            if (pair.Type == type) return pair.ScalarType;
        throw new NotSupportedException($"No tensor has elements of type {type.Name}.");
    }
}
