using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number handed to an operator, with the kind that decides the type of the result.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(NativeKind kind, long bits, torch.ScalarType type)
    {
        Kind = kind;
        Bits = bits;
        Type = type;
    }

    private Scalar(long value) : this(NativeKind.Int, value, torch.ScalarType.Int64) { }
    private Scalar(double value) : this(NativeKind.Float, BitConverter.DoubleToInt64Bits(value), torch.ScalarType.Float64) { }

    /// <summary>Int64, Float64 or Bool: how libtorch keeps the number.</summary>
    public torch.ScalarType Type { get; }

    internal NativeKind Kind { get; }
    internal long Bits { get; }
    internal double Real => Kind == NativeKind.Float ? BitConverter.Int64BitsToDouble(Bits) : Bits;
    internal long Integer => Kind == NativeKind.Float ? (long)Real : Bits;

    public static implicit operator Scalar(byte value) => new((long)value);
    public static implicit operator Scalar(sbyte value) => new((long)value);
    public static implicit operator Scalar(short value) => new((long)value);
    public static implicit operator Scalar(int value) => new((long)value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(bool value) => new(NativeKind.Bool, value ? 1 : 0, torch.ScalarType.Bool);

    /// <summary>Does nothing: a scalar holds no native memory.</summary>
    public void Dispose() { }
}
