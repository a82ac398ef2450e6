namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class PngFilterTests
{
    public static IEnumerable<(byte Filter, int PixelBytes)> Filters =>
        from filter in Enumerable.Range(0, 5) from pixelBytes in new[] { 1, 2, 3, 4, 6, 8 } select ((byte)filter, pixelBytes);

    [TestMethod]
    [DynamicData(nameof(Filters))]
    public void TryUndo_RowOfAnyLength_EqualsTheDefinition(byte filter, int pixelBytes)
    {
        var random = new Random(filter);
        for (var pixels = 1; pixels < 90; pixels++)
        {
            byte[] row = new byte[pixels * pixelBytes], above = new byte[row.Length];
            random.NextBytes(row);
            random.NextBytes(above);
            if (pixels % 3 == 0)
                Array.Fill(above, row[0]);                          // ties of the Paeth predictor
            var expected = Undo(filter, row, above, pixelBytes);

            Assert.IsTrue(PngFilter.TryUndo(filter, row, above, pixelBytes));

            Assert.AreSequenceEqual(expected, row, $"{pixels} pixels");
        }
    }

    [TestMethod]
    public void TryUndo_PaethOfAnyNeighbours_TakesTheNearest()
    {
        for (var left = 0; left < 256; left += 3)
        {
            for (var up = 0; up < 256; up++)
            {
                for (var aboveLeft = 0; aboveLeft < 256; aboveLeft += 5)
                {
                    byte[] above = [(byte)aboveLeft, 0, 0, (byte)up, 0, 0, 0, 0, 0, 0, 0];
                    byte[] row = [(byte)(left - aboveLeft), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
                    PngFilter.TryUndo(PngFilter.Paeth, row, above, 3);
                    if (row[3] != Paeth(left, up, aboveLeft))
                        Assert.Fail($"left {left}, up {up}, above left {aboveLeft}: expected {Paeth(left, up, aboveLeft)}, but was {row[3]}");
                }
            }
        }
    }

    [TestMethod]
    public void TryUndo_UnknownFilter_IsFalse() => Assert.IsFalse(PngFilter.TryUndo(5, new byte[6], new byte[6], 3));

    // Straight from the specification, section 9.2.
    private static byte[] Undo(byte filter, byte[] row, byte[] above, int pixelBytes)
    {
        var result = new byte[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            int left = i < pixelBytes ? 0 : result[i - pixelBytes], aboveLeft = i < pixelBytes ? 0 : above[i - pixelBytes];
            result[i] = (byte)(row[i] + filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) / 2,
                _ => Paeth(left, above[i], aboveLeft),
            });
        }
        return result;
    }

    // Section 9.4.
    private static int Paeth(int left, int up, int aboveLeft)
    {
        var estimate = left + up - aboveLeft;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toAboveLeft = Math.Abs(estimate - aboveLeft);
        return toLeft <= toUp && toLeft <= toAboveLeft ? left : toUp <= toAboveLeft ? up : aboveLeft;
    }
}
