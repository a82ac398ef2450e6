using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ColumnBufferTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Get_StoredRows_AreTheConsumersOwn()
    {
        var view = _mlContext.Data.LoadFromEnumerable([new Row { Values = [1, 2] }, new Row { Values = [3, 4] }, new Row { Values = [5, 6] }]);
        var buffer = (ColumnBuffer<VBuffer<float>>)ColumnBuffer.Create(view.Schema["Values"].Type, capacity: 2);
        using var cursor = view.GetRowCursor(view.Schema);
        var read = ColumnBuffer.Open(cursor, view.Schema["Values"]);
        Read(cursor, read, buffer, place: 0);
        Read(cursor, read, buffer, place: 1);

        VBuffer<float> first = default, second = default;
        buffer.Get(0, ref first);
        buffer.Get(1, ref second);
        Read(cursor, read, buffer, place: 0);                              // the next batch's first row

        Assert.AreSequenceEqual([1f, 2], first.DenseValues().ToArray());
        Assert.AreSequenceEqual([3f, 4], second.DenseValues().ToArray());
        buffer.Get(0, ref first);
        Assert.AreSequenceEqual([5f, 6], first.DenseValues().ToArray());
    }

    [TestMethod]
    public void Get_ValueThatCouldNotBeRead_RaisesItsError_UntilThePlaceIsFilledAgain()
    {
        var view = new CountingView(_mlContext.Data.LoadFromEnumerable([new Row { Number = 1 }, new Row { Number = 2 }]))
        {
            FailsToRead = (column, row) => row == 0,
        };
        var buffer = (ColumnBuffer<int>)ColumnBuffer.Create(view.Schema["Number"].Type, capacity: 1);
        using var cursor = view.GetRowCursor(view.Schema);
        var read = ColumnBuffer.Open(cursor, view.Schema["Number"]);
        int number = 0;

        Read(cursor, read, buffer, place: 0);
        Assert.AreEqual("Number 0 is broken.", Assert.ThrowsExactly<InvalidDataException>(() => buffer.Get(0, ref number)).Message);
        Read(cursor, read, buffer, place: 0);
        buffer.Get(0, ref number);
        Assert.AreEqual(2, number);
    }

    /// <summary>The images of LoadImages are disposed with the next row and with the cursor; copies of them are not.</summary>
    [TestMethod]
    public void Get_Image_IsACopy_AndDisposesTheOneBefore()
    {
        using var folder = new TemporaryFolder();
        var rows = _mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 2).Select(i => new Row { Path = Gray(folder.Path, (byte)(50 + i)) }).ToArray());
        var view = _mlContext.Transforms.LoadImages("Image", folder.Path, "Path").Fit(rows).Transform(rows);
        var buffer = (ColumnBuffer<MLImage?>)ColumnBuffer.Create(view.Schema["Image"].Type, capacity: 2);
        using (var cursor = view.GetRowCursor([view.Schema["Image"]]))
        {
            var read = ColumnBuffer.Open(cursor, view.Schema["Image"]);
            Read(cursor, read, buffer, place: 0);
            Read(cursor, read, buffer, place: 1);
        }

        MLImage? image = null, again = null;
        buffer.Get(0, ref image);
        buffer.Get(0, ref again);
        Assert.AreNotSame(image, again);
        Assert.AreEqual((4, 2, 50), (image!.Width, image.Height, (int)image.Pixels[0]));
        Assert.IsTrue(image.Tag.EndsWith("50.png", StringComparison.Ordinal));
        var first = image;
        buffer.Get(1, ref image);
        Assert.AreEqual(51, image!.Pixels[0]);
        Assert.ThrowsExactly<InvalidOperationException>(() => first.Width);
        image.Dispose();
        again!.Dispose();
    }

    private static void Read(DataViewRowCursor cursor, Action<ColumnBuffer, int> read, ColumnBuffer buffer, int place)
    {
        Assert.IsTrue(cursor.MoveNext());
        read(buffer, place);
    }

    /// <summary>Writes a grey image of 4 x 2 pixels.</summary>
    private static string Gray(string folder, byte value)
    {
        var path = Path.Combine(folder, $"{value}.png");
        byte[] pixels = [.. Enumerable.Range(0, 4 * 2).SelectMany(_ => new byte[] { value, value, value, 255 })];
        using var image = MLImage.CreateFromPixels(4, 2, MLPixelFormat.Bgra32, pixels);
        image.Save(path);
        return path;
    }

    private sealed class Row
    {
        public float[] Values { get; set; } = [];

        public int Number { get; set; }

        public string Path { get; set; } = "";
    }
}
