using System.Text;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngCrcTests
{
    [TestMethod]
    public void Of_Digits_IsThePublishedCheckValue() => Assert.AreEqual(0xCBF43926u, PngCrc.Of(Encoding.ASCII.GetBytes("123456789")));

    /// <summary>With and without the processor's instructions.</summary>
    [TestMethod]
    public void Of_AnyLength_EqualsBitByBit()
    {
        var data = new byte[700];
        new Random(1).NextBytes(data);
        for (var length = 0; length <= data.Length; length++)
        {
            var expected = BitByBit(data.AsSpan(0, length));
            Assert.AreEqual(expected, PngCrc.Of(data.AsSpan(0, length)), $"{length} bytes");
            Assert.AreEqual(expected, ~PngCrc.ByTables(uint.MaxValue, data.AsSpan(0, length)), $"{length} bytes");
        }
    }

    private static uint BitByBit(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
