namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MetricNamesTests
{
    [TestMethod]
    [DataRow("PixelAccuracy", "Pixel accuracy", false)]
    [DataRow("MeanIoU", "Mean IoU", false)]
    [DataRow("F1Score", "F1 score", false)]
    [DataRow("AbsRelError", "Abs rel error", true)]
    public void IsErrorAndInWords_AMetric_FollowItsName(string name, string words, bool isError)
    {
        Assert.AreEqual(words, MetricNames.InWords(name));
        Assert.AreEqual(isError, MetricNames.IsError(name));
    }
}
