using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator: a number, or a reference to what the native value is made from.</summary>
internal readonly struct Argument
{
    public readonly NativeKind Kind;
    public readonly long Bits;
    public readonly object Source;

    private Argument(NativeKind kind, long bits, object source = null)
    {
        Kind = kind;
        Bits = bits;
        Source = source;
    }

    private Argument(NativeKind kind, object source) : this(source is null ? NativeKind.None : kind, 0, source) { }

    /// <summary>An optional argument that is not given.</summary>
    public static Argument None => default;

    /// <summary>Tensors of which some may be absent (null).</summary>
    public static Argument Indices(Tensor[] tensors) => new(NativeKind.Indices, tensors);

    public static implicit operator Argument(Tensor value) => new(NativeKind.Tensor, value);
    public static implicit operator Argument(Tensor[] value) => new(NativeKind.Tensors, value);
    public static implicit operator Argument(long[] value) => new(NativeKind.Ints, value);
    public static implicit operator Argument(double[] value) => new(NativeKind.Floats, value);
    public static implicit operator Argument(string value) => new(NativeKind.String, value);
    public static implicit operator Argument(Generator value) => new(NativeKind.Generator, value);
    public static implicit operator Argument(Scalar value) => value is null ? None : new(value.Kind, value.Bits);
    public static implicit operator Argument(bool value) => new(NativeKind.Bool, value ? 1 : 0);
    public static implicit operator Argument(long value) => new(NativeKind.Int, value);
    public static implicit operator Argument(long? value) => value.HasValue ? value.Value : None;
    public static implicit operator Argument(double value) => new(NativeKind.Float, BitConverter.DoubleToInt64Bits(value));
    public static implicit operator Argument(double? value) => value.HasValue ? value.Value : None;
    public static implicit operator Argument(ScalarType value) => new(NativeKind.Int, (long)value);
    public static implicit operator Argument(ScalarType? value) => value.HasValue ? value.Value : None;
    public static implicit operator Argument(Device value) =>
        value is null ? None : new(NativeKind.Device, (uint)value.type | ((long)value.index << 32));
}
