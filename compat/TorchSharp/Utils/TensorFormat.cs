using static TorchSharp.torch;

namespace TorchSharp.Utils;

/// <summary>
/// The file format of tensors: element type, number of dimensions and sizes as LEB128 numbers, then the elements in
/// order, little-endian.
/// </summary>
internal static class TensorFormat
{
    public static void Write(BinaryWriter writer, Tensor tensor)
    {
        var sizes = tensor.shape;
        WriteNumber(writer, (long)tensor.dtype);
        WriteNumber(writer, sizes.Length);
        foreach (var size in sizes) WriteNumber(writer, size);
        using var scope = NewDisposeScope();
        ForEachPart(tensor.detach().cpu().contiguous(), part => writer.Write(part.bytes));
    }

    public static Tensor Read(BinaryReader reader)
    {
        var type = (ScalarType)ReadNumber(reader);
        var sizes = new long[ReadNumber(reader)];
        for (int i = 0; i < sizes.Length; i++) sizes[i] = ReadNumber(reader);
        var tensor = empty(sizes, type, CPU);
        using var scope = NewDisposeScope();
        ForEachPart(tensor, part => reader.BaseStream.ReadExactly(part.bytes));
        return tensor;
    }

    public static void WriteNumber(BinaryWriter writer, long value) => writer.Write7BitEncodedInt64(value);

    public static long ReadNumber(BinaryReader reader) => reader.Read7BitEncodedInt64();

    /// <summary>Hands out a contiguous tensor in parts that one span can cover.</summary>
    private static void ForEachPart(Tensor tensor, Action<Tensor> action)
    {
        const long Most = 1 << 30;
        var flat = tensor.view(-1);
        for (long start = 0, count = flat.numel(); start < count; start += Most)
            action(flat.narrow(0, start, Math.Min(Most, count - start)));
    }
}
