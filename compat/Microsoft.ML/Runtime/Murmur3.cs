using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.Runtime;

/// <summary>MurmurHash3 of 32 bits (Austin Appleby, public domain).</summary>
internal static class Murmur3
{
    public static uint Round(uint hash, uint word)
    {
        hash ^= BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
        return (BitOperations.RotateLeft(hash, 13) * 5) + 0xE6546B64;
    }

    public static uint Hash(uint seed, ReadOnlySpan<char> text) => Hash(seed, Encoding.UTF8.GetBytes(text.ToArray()));

    public static uint Hash(uint seed, ReadOnlySpan<byte> bytes)
    {
        uint hash = seed;
        int whole = bytes.Length & ~3;
        for (int i = 0; i < whole; i += 4) hash = Round(hash, BinaryPrimitives.ReadUInt32LittleEndian(bytes[i..]));
        uint tail = 0;
        for (int i = bytes.Length - 1; i >= whole; i--) tail = (tail << 8) | bytes[i];
        if (whole < bytes.Length) hash ^= BitOperations.RotateLeft(tail * 0xCC9E2D51, 15) * 0x1B873593;
        hash ^= (uint)bytes.Length;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return hash ^ (hash >> 16);
    }
}
