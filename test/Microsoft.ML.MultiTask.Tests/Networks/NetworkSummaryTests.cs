namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Parameter counts, to the unit: the paper's table 2, Keras' and torchvision's own counts.</summary>
[TestClass]
public sealed class NetworkSummaryTests
{
    private static readonly MultiTaskCatalog s_multiTask = new MLContext().MultiTask();

    [TestMethod]
    [DataRow(20, 1, 187_000L)]
    [DataRow(20, 2, 258_680L)]
    [DataRow(13, 1, 95_342L)]
    [DataRow(13, 2, 141_934L)]
    public void Summarize_SegmentationDecoder_HasThePapersCount(int classes, int streams, long expected) =>
        Assert.AreEqual(expected, Decoder(DenseTask.Segmentation(classes), streams));

    [TestMethod]
    [DataRow(1, 8_332L)]
    [DataRow(2, 15_500L)]
    public void Summarize_MotionDecoder_HasThePapersCount(int streams, long expected) =>
        Assert.AreEqual(expected, Decoder(DenseTask.Motion(), streams));

    [TestMethod]
    [DataRow(1, 3_878L)]
    [DataRow(2, 7_462L)]
    public void Summarize_DepthDecoder_HasThePapersCount(int streams, long expected) =>
        Assert.AreEqual(expected, Decoder(DenseTask.Depth(), streams));

    [TestMethod]
    [DataRow("ResNet50", EncoderLayout.Keras, 23_587_712L)]
    [DataRow("ResNet50", EncoderLayout.Torchvision, 23_508_032L)]
    [DataRow("ResNet101", EncoderLayout.Torchvision, 42_500_160L)]
    [DataRow("DnnResNet18", EncoderLayout.Torchvision, 15_897_152L)]
    [DataRow("MobileNetV3Large", EncoderLayout.Torchvision, 2_971_952L)]
    [DataRow("ConvNeXtTiny", EncoderLayout.Torchvision, 27_818_592L)]
    [DataRow("ResNet34", EncoderLayout.Torchvision, 21_284_672L)]
    [DataRow("ResNet18", EncoderLayout.Torchvision, 11_176_512L)]
    public void Summarize_Encoder_HasTheLibrarysCount(string encoder, EncoderLayout layout, long expected)
    {
        var options = new MultiNetPlusPlusOptions { Tasks = [DenseTask.Depth()], Encoder = EncoderArchitecture.OfName(encoder), Layout = layout };
        var summary = s_multiTask.Summarize(options, streams: 1);
        Assert.AreEqual(expected, summary.Parts[0].Parameters);
    }

    /// <summary>Every combination of tasks, streams and data set in table 2: the whole is encoder plus decoders.</summary>
    [TestMethod]
    [DataRow("s", 20, 1, 23_774_712L)]
    [DataRow("d", 20, 1, 23_591_590L)]
    [DataRow("m", 20, 1, 23_596_044L)]
    [DataRow("sd", 20, 1, 23_778_590L)]
    [DataRow("sd", 20, 2, 23_853_854L)]
    [DataRow("sm", 20, 1, 23_783_044L)]
    [DataRow("sm", 20, 2, 23_861_892L)]
    [DataRow("sdm", 20, 1, 23_786_922L)]
    [DataRow("sdm", 20, 2, 23_869_354L)]
    [DataRow("s", 13, 1, 23_683_054L)]
    [DataRow("sd", 13, 1, 23_686_932L)]
    [DataRow("sd", 13, 2, 23_737_108L)]
    public void Summarize_Combination_HasThePapersTotal(string tasks, int classes, int streams, long expected)
    {
        DenseTask[] chosen = [.. tasks.Select(t => t switch { 's' => DenseTask.Segmentation(classes), 'd' => DenseTask.Depth(), _ => DenseTask.Motion() })];
        var summary = s_multiTask.Summarize(new MultiNetPlusPlusOptions { Tasks = chosen, Layout = EncoderLayout.Keras }, streams);
        Assert.AreEqual(expected, summary.Total);
    }

    [TestMethod]
    public void Summarize_SummedStreams_NeedsNoMoreThanOneStream() =>
        Assert.AreEqual(187_000L, Decoder(DenseTask.Segmentation(20), streams: 3, FrameAggregation.Sum));

    private static long Decoder(DenseTask task, int streams, FrameAggregation aggregation = FrameAggregation.Concatenation) =>
        s_multiTask.Summarize(new MultiNetPlusPlusOptions { Tasks = [task], Aggregation = aggregation }, streams).Parts[1].Parameters;
}
