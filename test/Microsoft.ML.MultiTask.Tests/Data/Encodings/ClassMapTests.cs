namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ClassMapTests
{
    [TestMethod]
    public void MapClasses_SynthiaToCityscapes_IsThePublishedTable()
    {
        var table = LabelEncodingTests.Table(ClassLabelEncoding.Synthia.MapClasses(ClassMap.Cityscapes));

        Assert.AreSequenceEqual<short>([255, 10, 2, 0, 1, 4, 8, 5, 13, 7, 11, 18, 0, 255, 255, 6, -1], table[..17]);
    }

    [TestMethod]
    public void MapClasses_CityscapesWithVoid_HasNoPixelWithoutAClass()
    {
        var encoding = ClassLabelEncoding.CityscapesIds.MapClasses(ClassMap.CityscapesWithVoid);
        var table = LabelEncodingTests.Table(encoding);

        Assert.AreEqual(20, encoding.ClassCount);
        Assert.AreEqual("void", encoding.ClassNames![19]);
        Assert.AreSequenceEqual<short>([19, 19, 19, 19, 19, 19, 19, 0, 1, 19, 19, 2, 3, 4, 19], table[..15]);
        Assert.AreEqual((short)19, table[255]);
    }

    [TestMethod]
    public void MapClasses_VirtualKittiToCityscapes_MapsColors()
    {
        var encoding = ClassLabelEncoding.VirtualKitti2.MapClasses(ClassMap.Cityscapes);

        Assert.AreEqual(13, encoding.ClassOfColor![0xFF7F50], "car");
        Assert.AreEqual(13, encoding.ClassOfColor[0x008B8B], "van");
        Assert.AreEqual(8, encoding.ClassOfColor[0x00C700], "tree");
        Assert.AreSequenceEqual([0x000000, 0x505050, 0xFA64FF], encoding.IgnoredColors.Order(), "undefined, misc, guardrail");
        encoding.Validate();
    }

    [TestMethod]
    [DynamicData(nameof(Pairs))]
    public void MapClasses_EveryPreset_IsSound(object from, object to)
    {
        var (encoding, map) = ((ClassLabelEncoding)from, (ClassMap)to);

        var mapped = encoding.MapClasses(map);

        mapped.Validate();
        Assert.AreEqual(map.Names.Count, mapped.ClassCount);
        Assert.AreEqual(mapped.ToJson(), mapped.MapClasses(new ClassMap(map.Names)).ToJson(), "mapping to the same names changes nothing");
    }

    internal static IEnumerable<(object From, object To)> Pairs =>
        from encoding in (ClassLabelEncoding[])
        [
            ClassLabelEncoding.Cityscapes, ClassLabelEncoding.CityscapesIds, ClassLabelEncoding.Synthia, ClassLabelEncoding.VirtualKitti2,
            ClassLabelEncoding.CamVid,
        ]
        from map in (ClassMap[])[ClassMap.Cityscapes, ClassMap.CityscapesWithVoid, ClassMap.Synthia]
        select ((object)encoding, (object)map);

    [TestMethod]
    public void MapClasses_NotValid_SaysWhy()
    {
        Assert.Contains("'Names' must be 1 to 255 distinct names", Message(new ClassMap(["a", "A"])));
        Assert.Contains("but name 'c'", Message(new ClassMap(["a"]) { ClassOf = new Dictionary<string, string> { ["road"] = "c" } }));
        Assert.Contains("but name 'd'", Message(new ClassMap(["a"]) { Unlabelled = "d" }));
        Assert.Contains("maps none of them to wheel", Message(new ClassMap(["wheel"])));
        Assert.Contains("'ClassNames' is null",
            Assert.ThrowsExactly<ArgumentException>(() => new ClassLabelEncoding(3).MapClasses(ClassMap.Cityscapes)).Message);

        static string Message(ClassMap map) =>
            Assert.ThrowsExactly<ArgumentException>(() => ClassLabelEncoding.Cityscapes.MapClasses(map)).Message;
    }
}
