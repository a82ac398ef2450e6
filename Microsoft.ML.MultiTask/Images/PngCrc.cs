using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace Microsoft.ML.MultiTask.Images;

/// <summary>
/// CRC-32 as PNG chunks carry it (ISO 3309, polynomial EDB88320), with the processor's instructions for it where there are any.
/// </summary>
internal static class PngCrc
{
    private const int Folded = 64;

    private static readonly uint[][] s_tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        if (Pclmulqdq.IsSupported && data.Length >= 2 * Folded)
            return ~Fold(data);
        return ~(ArmCrc32.Arm64.IsSupported ? ByInstruction(uint.MaxValue, data) : ByTables(uint.MaxValue, data));
    }

    /// <summary>The CRC so far, continued eight bytes a step by the slicing-by-8 tables.</summary>
    internal static uint ByTables(uint crc, ReadOnlySpan<byte> data)
    {
        var tables = s_tables;
        while (data.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            crc = tables[7][(byte)low] ^ tables[6][(byte)(low >> 8)] ^ tables[5][(byte)(low >> 16)] ^ tables[4][low >> 24]
                ^ tables[3][(byte)high] ^ tables[2][(byte)(high >> 8)] ^ tables[1][(byte)(high >> 16)] ^ tables[0][high >> 24];
            data = data[8..];
        }
        foreach (var value in data)
            crc = tables[0][(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    private static uint ByInstruction(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
            crc = ArmCrc32.Arm64.ComputeCrc32(crc, word);
        foreach (var value in data[(data.Length & ~7)..])
            crc = ArmCrc32.ComputeCrc32(crc, value);
        return crc;
    }

    // Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009: four vectors at a time are
    // replaced by what they leave at the place of the next four, then by what they leave at the last one's. The tables do the rest.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Fold(ReadOnlySpan<byte> data)
    {
        var by512 = Vector128.Create(0x0154442BD4ul, 0x01C6E41596ul);      // x^(512 + 32) and x^(512 - 32), modulo the polynomial, reflected
        var by128 = Vector128.Create(0x01751997D0ul, 0x00CCAA009Eul);      // the same with 128
        var first = Load(data, 0) ^ Vector128.CreateScalar((ulong)uint.MaxValue);
        var (second, third, fourth) = (Load(data, 1), Load(data, 2), Load(data, 3));
        for (data = data[Folded..]; data.Length >= Folded; data = data[Folded..])
        {
            first = Carry(first, by512) ^ Load(data, 0);
            second = Carry(second, by512) ^ Load(data, 1);
            third = Carry(third, by512) ^ Load(data, 2);
            fourth = Carry(fourth, by512) ^ Load(data, 3);
        }
        var last = Carry(Carry(Carry(first, by128) ^ second, by128) ^ third, by128) ^ fourth;
        Span<byte> rest = stackalloc byte[Vector128<byte>.Count];
        last.AsByte().CopyTo(rest);
        return ByTables(ByTables(0, rest), data);
    }

    private static Vector128<ulong> Load(ReadOnlySpan<byte> data, int vector) =>
        Vector128.Create(data.Slice(vector * Vector128<byte>.Count, Vector128<byte>.Count)).AsUInt64();

    private static Vector128<ulong> Carry(Vector128<ulong> value, Vector128<ulong> by) =>
        Pclmulqdq.CarrylessMultiply(value, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, by, 0x11);

    // Table k holds the CRC of each byte followed by k zero bytes.
    private static uint[][] MakeTables()
    {
        var tables = new uint[8][];
        for (var k = 0; k < 8; k++)
        {
            tables[k] = new uint[256];
            for (var i = 0; i < 256; i++)
            {
                var crc = k == 0 ? (uint)i : tables[k - 1][i];
                for (var bit = 0; bit < 8; bit++)
                    crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
                tables[k][i] = crc;
            }
        }
        return tables;
    }
}
