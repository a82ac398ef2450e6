using System.Buffers.Binary;

namespace Microsoft.ML.MultiTask;

/// <summary>CRC-32 as PNG chunks carry it (ISO 3309, polynomial EDB88320), eight bytes a step by the slicing-by-8 tables.</summary>
internal static class PngCrc
{
    private static readonly uint[][] s_tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> data)
    {
        var tables = s_tables;
        var crc = uint.MaxValue;
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
        return ~crc;
    }

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
