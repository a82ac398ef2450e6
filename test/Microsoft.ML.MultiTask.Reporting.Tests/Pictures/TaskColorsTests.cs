namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class TaskColorsTests
{
    [TestMethod]
    public void For_CityscapesNames_HaveTheirUsualColors()
    {
        var colors = TaskColors.For(DenseTask.Segmentation(classCount: 3), ["road", "Traffic light", "lane-marking"]);

        Assert.AreSequenceEqual(
            new[] { new RgbColor(128, 64, 128), new RgbColor(250, 170, 30), new RgbColor(250, 250, 250) },
            colors.Classes.Select(entry => entry.Color).ToArray());
    }

    [TestMethod]
    public void For_NoNames_GivesEveryClassAColorOfItsOwn()
    {
        var classes = TaskColors.For(DenseTask.Segmentation(classCount: 30)).Classes;

        Assert.HasCount(30, classes.Select(entry => entry.Color).Distinct());
        Assert.AreEqual("class 29", classes[29].Name);
    }

    [TestMethod]
    public void Paint_Unlabelled_IsDarkGrey()
    {
        var image = TaskColors.For(DenseTask.Segmentation(classCount: 2)).Paint([DenseTask.Ignore], height: 1, width: 1);

        Assert.AreSequenceEqual(new byte[] { 48, 48, 48 }, image.Samples.ToArray());
    }

    [TestMethod]
    public void Paint_Depths_GetDarkerWithDistance()
    {
        float[] depths = [1, 2, 4, 8, 16, 32, 64, 80, 500];

        var samples = TaskColors.For(DenseTask.Depth()).Paint(depths, height: 1, width: depths.Length).Samples.ToArray();

        double[] light = [.. samples.Chunk(3).Select(c => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2])];
        Assert.AreEqual(light[0], light[1], "nearer than the range");
        Assert.AreEqual(light[^1], light[^2], "farther than the range");
        for (int i = 2; i < light.Length - 1; i++)
            Assert.IsLessThan(light[i - 1], light[i], $"{depths[i]} m");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(0f)]
    [DataRow(-1f)]
    public void Paint_MissingDepth_IsGrey(float depth)
    {
        var image = TaskColors.For(DenseTask.Depth()).Paint([depth], height: 1, width: 1);

        Assert.AreSequenceEqual(new byte[] { 128, 128, 128 }, image.Samples.ToArray());
    }

    [TestMethod]
    public void PaintOver_Motion_IsRedOnlyWhereSomethingMoves()
    {
        var frame = RgbImage.FromPlanes([100, 100, 100, 100, 100, 100], height: 1, width: 2);

        var pixels = TaskColors.For(DenseTask.Motion()).PaintOver([0, 1], frame).Samples.ToArray();

        Assert.IsLessThan(100, pixels[0]);
        Assert.IsLessThan(30, Math.Abs(pixels[0] - pixels[1]));
        Assert.IsGreaterThan(180, pixels[3]);
        Assert.IsLessThan(100, pixels[4]);
    }

    [TestMethod]
    public void Paint_QuantitiesForAClassTask_NamesTheTask()
    {
        var colors = TaskColors.For(DenseTask.Motion());

        var error = Assert.ThrowsExactly<ArgumentException>(() => colors.Paint([1f], height: 1, width: 1));

        Assert.Contains("'Motion'", error.Message);
    }

    [TestMethod]
    [DataRow(0, 80)]
    [DataRow(5, 5)]
    public void For_RangeUpsideDown_Throws(double near, double far)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => TaskColors.For(DenseTask.Depth(), near: near, far: far));

        Assert.AreEqual("near", error.ParamName);
    }
}
