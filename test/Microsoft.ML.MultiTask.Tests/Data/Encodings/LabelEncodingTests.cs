namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class LabelEncodingTests
{
    internal static IEnumerable<object> Encodings =>
    [
        ClassLabelEncoding.Cityscapes,
        ClassLabelEncoding.Synthia,
        ClassLabelEncoding.Motion,
        ClassLabelEncoding.CityscapesIds,
        ClassLabelEncoding.VirtualKitti2,
        ClassLabelEncoding.AnyMotion,
        new ClassLabelEncoding(3) { Channel = 1, BitDepth = 8, IgnoredValues = [] },
        DepthLabelEncoding.Kitti,
        DepthLabelEncoding.Synthia,
        DepthLabelEncoding.CityscapesDisparity,
        new DepthLabelEncoding { FocalTimesBaseline = 389.6, DisparityOffset = -1 / 256.0, BitDepth = null },
    ];

    [TestMethod]
    [DynamicData(nameof(Encodings))]
    public void FromJson_ToJson_KeepsTheMeaning(object value)
    {
        var encoding = (LabelEncoding)value;

        var read = LabelEncoding.FromJson(encoding.ToJson());

        Assert.AreEqual(encoding.ToJson(), read.ToJson());
        Assert.AreEqual((encoding.GetType(), encoding.Channel, encoding.BitDepth), (read.GetType(), read.Channel, read.BitDepth));
        if (encoding is ClassLabelEncoding classes)
            Assert.AreSequenceEqual(Table(classes), Table((ClassLabelEncoding)read));
        else
            Assert.AreSequenceEqual(Table((DepthLabelEncoding)encoding), Table((DepthLabelEncoding)read));
    }

    [TestMethod]
    public void FromJson_WhatIsLeftOut_HasItsDefault()
    {
        var classes = (ClassLabelEncoding)LabelEncoding.FromJson("""{"kind":"class","classCount":2}""");
        var depth = (DepthLabelEncoding)LabelEncoding.FromJson("""{"kind":"depth"}""");

        Assert.AreEqual(new ClassLabelEncoding(2).ToJson(), classes.ToJson());
        Assert.AreEqual(new DepthLabelEncoding().ToJson(), depth.ToJson());
    }

    [TestMethod]
    [DataRow("", DisplayName = "empty")]
    [DataRow("null", DisplayName = "null")]
    [DataRow("""{"classCount":2}""", DisplayName = "no kind")]
    [DataRow("""{"kind":"colour"}""", DisplayName = "unknown kind")]
    [DataRow("[]", DisplayName = "no object")]
    [DataRow("""{"kind":"class"}""", DisplayName = "no number of classes")]
    [DataRow("""{"kind":"class","classCount":"two"}""", DisplayName = "a text for a number")]
    [DataRow("""{"kind":"class","classCount":2,"classOfValue":{"road":0}}""", DisplayName = "a name for a value")]
    [DataRow("""{"kind":"class","classCount":2,"ignoredValues":[99999999999]}""", DisplayName = "too large a number")]
    [DataRow("""{"kind":"class","classCount":0}""", DisplayName = "no classes")]
    [DataRow("""{"kind":"depth","metersPerUnit":-1}""", DisplayName = "negative unit")]
    public void FromJson_NotAnEncoding_Throws(string json)
    {
        var e = Assert.ThrowsExactly<InvalidDataException>(() => LabelEncoding.FromJson(json));

        Assert.Contains("label encoding must be", e.Message);
    }

    [TestMethod]
    public void FillTable_Synthia_MapsThirteenClasses()
    {
        var table = Table(ClassLabelEncoding.Synthia);

        Assert.AreSequenceEqual<short>([255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255, 255, 12, -1], table[..17]);
        Assert.AreEqual("traffic light", ClassLabelEncoding.Synthia.ClassNames![12]);
    }

    [TestMethod]
    public void FillTable_Cityscapes_IsTheIdentity()
    {
        var table = Table(ClassLabelEncoding.Cityscapes);

        Assert.AreSequenceEqual<short>([0, 1, 2], table[..3]);
        Assert.AreEqual((short)18, table[18]);
        Assert.AreEqual((short)-1, table[19]);
        Assert.AreEqual((short)255, table[255]);
    }

    [TestMethod]
    public void FillTable_Distances_AreMeters()
    {
        var kitti = Table(DepthLabelEncoding.Kitti);
        var synthia = Table(DepthLabelEncoding.Synthia);

        Assert.IsTrue(float.IsNaN(kitti[0]) && float.IsNaN(synthia[0]) && float.IsNaN(synthia[65535]));
        Assert.AreEqual(1f, kitti[256]);
        Assert.AreEqual(255.99609f, kitti[65535], 1e-5f);
        Assert.AreEqual(12.34f, synthia[1234], 1e-6f);
    }

    [TestMethod]
    public void FillTable_Disparities_AreTurnedIntoMeters()
    {
        // Cityscapes: 0 is missing, disparity (p - 1) / 256 pixels, so p = 1 is infinitely far.
        var table = Table(new DepthLabelEncoding { FocalTimesBaseline = 500, DisparityOffset = -1 / 256.0 });

        Assert.IsTrue(float.IsNaN(table[0]) && float.IsNaN(table[1]));
        Assert.AreEqual(500f / 10, table[2561], 1e-4f);
    }

    [TestMethod]
    public void FillTable_BeyondTheFarthestDepth_IsMissing()
    {
        var cityscapes = Table(DepthLabelEncoding.CityscapesDisparity);
        var uncapped = Table(DepthLabelEncoding.CityscapesDisparity with { FarthestMeters = 100_000 });

        Assert.IsTrue(cityscapes[..240].All(float.IsNaN), "less than a pixel of disparity");
        Assert.AreEqual(2262.5f * 0.209f * 256 / 299, cityscapes[300], 0.01f);
        Assert.IsTrue(float.IsNaN(uncapped[2]) && uncapped[3] > 60_000, "121 km and 61 km");
        Assert.IsTrue(float.IsNaN(Table(DepthLabelEncoding.KittiDisparity)[100]));
        Assert.IsTrue(float.IsNaN(Table(DepthLabelEncoding.Kitti with { FarthestMeters = 80 })[(80 * 256) + 1]));
        Assert.AreEqual(80f, Table(DepthLabelEncoding.Kitti with { FarthestMeters = 80 })[80 * 256]);
        Assert.IsTrue(float.IsNaN(Table(new DepthLabelEncoding { MetersPerUnit = 1e300 })[1]));
    }

    [TestMethod]
    public void Validate_OutOfRange_NamesProperty()
    {
        AssertNames(new ClassLabelEncoding(256), "ClassCount");
        AssertNames(new ClassLabelEncoding(3) { ClassNames = ["a", "b"] }, "ClassNames");
        AssertNames(new ClassLabelEncoding(3) { ClassOfValue = new Dictionary<int, int> { [7] = 3 } }, "ClassOfValue");
        AssertNames(new ClassLabelEncoding(3) { IgnoredValues = [70000] }, "IgnoredValues");
        AssertNames(new ClassLabelEncoding(3) { Channel = -1 }, "Channel");
        AssertNames(new ClassLabelEncoding(3) { ClassOfColor = new Dictionary<int, int> { [0x1000000] = 0 } }, "ClassOfColor");
        AssertNames(new ClassLabelEncoding(3) { IgnoredColors = [-1] }, "IgnoredColors");
        AssertNames(new ClassLabelEncoding(3) { OtherClass = 3 }, "OtherClass");
        AssertNames(ClassLabelEncoding.VirtualKitti2 with { ClassOfValue = new Dictionary<int, int>() }, "ClassOfColor");
        AssertNames(new DepthLabelEncoding { BitDepth = 12 }, "BitDepth");
        AssertNames(new DepthLabelEncoding { FocalTimesBaseline = 0 }, "FocalTimesBaseline");
        AssertNames(new DepthLabelEncoding { DisparityOffset = double.NaN }, "DisparityOffset");
        AssertNames(new DepthLabelEncoding { FarthestMeters = 0 }, "FarthestMeters");
        AssertNames(new DepthLabelEncoding { FarthestMeters = double.PositiveInfinity }, "FarthestMeters");

        static void AssertNames(LabelEncoding encoding, string property) =>
            Assert.Contains(property, Assert.Throws<ArgumentException>(encoding.Validate).Message);
    }

    /// <summary>The class of every sample.</summary>
    internal static short[] Table(ClassLabelEncoding encoding)
    {
        var table = new short[ushort.MaxValue + 1];
        encoding.FillTable(table);
        return table;
    }

    private static float[] Table(DepthLabelEncoding encoding)
    {
        var table = new float[ushort.MaxValue + 1];
        encoding.FillTable(table);
        return table;
    }
}
