using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Changes files as damage, carelessness and malice do. The same seed gives the same files.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly long[] s_numbers =
    [
        0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 100_000, int.MaxValue, int.MaxValue + 1L, uint.MaxValue, 1L << 32, 1L << 60,
        long.MaxValue, -1, -2, int.MinValue, long.MinValue,
    ];

    private static readonly string[] s_texts =
    [
        "", "null", "true", "NaN", "1e999", "-0", "[]", "{}", "\"", "\\", "\0", "\n", "\r\n", ",", ";", ":", "{", "[", "]", "}", "\uFEFF", "\\ud800",
        "../../../etc/passwd", "/dev/zero", "C:\\con", "\u202E", "%s%n", "99999999999999999999", "0x10", "1_000", new('[', 300), new('9', 400),
    ];

    private readonly Random _random = new(seed);

    /// <summary>Whether to do something that happens once in so many times.</summary>
    public bool Once(int inTimes) => _random.Next(inTimes) == 0;

    /// <summary>One of several.</summary>
    public T Any<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>A file that is made from one of the examples by one to four changes, or none.</summary>
    public byte[] Change(IReadOnlyList<byte[]> examples)
    {
        var file = Any(examples);
        for (var changes = _random.Next(5); changes > 0; changes--)
            file = ChangeOnce(file, Any(examples));
        return file;
    }

    private byte[] ChangeOnce(byte[] file, byte[] other)
    {
        var at = _random.Next(file.Length + 1);
        var (before, after) = (file[..at], file[at..]);
        var length = Math.Min(after.Length, 1 << _random.Next(10));
        switch (_random.Next(11))
        {
            case 0: return before;
            case 1: return [.. before, .. after[length..]];
            case 2: return [.. before, .. after[..length], .. after];
            case 3: return [.. before, .. other[_random.Next(other.Length + 1)..]];
            case 4: return [.. before, .. Noise(length), .. after];
            case 5: return [.. before, .. Encoding.UTF8.GetBytes(Any(s_texts)), .. after];
            case 6: return [.. before, .. Encoding.UTF8.GetBytes(Any(s_texts)), .. after[length..]];
            case 7: return [.. before, .. Encoding.UTF8.GetBytes($"{Any(s_numbers)}"), .. after[Math.Min(after.Length, Digits(after))..]];
            case 8: return [.. before, .. Number(), .. after[Math.Min(after.Length, sizeof(int))..]];
            case 9: return [.. before, .. Noise(length), .. after[length..]];
            default:
                return after.Length == 0 ? before : [.. before, (byte)(after[0] ^ (1 << _random.Next(8))), .. after[1..]];
        }
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        _random.NextBytes(noise);
        return noise;
    }

    private byte[] Number()
    {
        var number = (int)Any(s_numbers);
        var bytes = new byte[sizeof(int)];
        if (Once(2))
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        else
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    private static int Digits(ReadOnlySpan<byte> text) => text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var end and >= 0 ? end : text.Length;
}
