using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class DataViewTypeTests
{
    public static IEnumerable<TestDataRow<(DataViewType Type, string Text, Type RawType)>> Types =>
    [
        new((NumberDataViewType.Single, "Single", typeof(float))),
        new((NumberDataViewType.Byte, "Byte", typeof(byte))),
        new((NumberDataViewType.UInt16, "UInt16", typeof(ushort))),
        new((TextDataViewType.Instance, "String", typeof(ReadOnlyMemory<char>))),
        new((BooleanDataViewType.Instance, "Boolean", typeof(bool))),
        new((DateTimeDataViewType.Instance, "DateTime", typeof(DateTime))),
        new((DateTimeOffsetDataViewType.Instance, "DateTimeOffset", typeof(DateTimeOffset))),
        new((TimeSpanDataViewType.Instance, "TimeSpan", typeof(TimeSpan))),
        new((RowIdDataViewType.Instance, "DataViewRowId", typeof(DataViewRowId))),
        new((new KeyDataViewType(typeof(uint), 13), "Key<UInt32, 0-12>", typeof(uint))),
        new((new VectorDataViewType(NumberDataViewType.Byte), "Vector<Byte>", typeof(VBuffer<byte>))),
        new((new VectorDataViewType(NumberDataViewType.Byte, 3), "Vector<Byte, 3>", typeof(VBuffer<byte>))),
        new((new VectorDataViewType(NumberDataViewType.Byte, 3, 4, 5), "Vector<Byte, 3, 4, 5>", typeof(VBuffer<byte>))),
        new((new VectorDataViewType(NumberDataViewType.Byte, 3, 0), "Vector<Byte, 3, *>", typeof(VBuffer<byte>))),
        new((new ImageDataViewType(), "Image", typeof(MLImage))),
        new((new ImageDataViewType(4, 6), "Image<4, 6>", typeof(MLImage))),
    ];

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void ToString_And_RawType(DataViewType type, string text, Type rawType)
    {
        Assert.AreEqual(text, type.ToString());
        Assert.AreEqual(rawType, type.RawType);
    }

    [TestMethod]
    public void Vectors_AreEqual_WithTheSameItemsAndDimensions()
    {
        var vector = new VectorDataViewType(NumberDataViewType.Byte, 3, 4);

        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 3, 4), vector);
        Assert.AreEqual(new VectorDataViewType(NumberDataViewType.Byte, 3, 4).GetHashCode(), vector.GetHashCode());
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.Byte, 12), vector);
        Assert.AreNotEqual(new VectorDataViewType(NumberDataViewType.SByte, 3, 4), vector);
        Assert.AreEqual(12, vector.Size);
        Assert.IsTrue(vector.IsKnownSize);
        Assert.IsFalse(new VectorDataViewType(NumberDataViewType.Byte, 3, 0).IsKnownSize);
    }

    [TestMethod]
    public void Keys_AreEqual_WithTheSameTypeAndCount()
    {
        Assert.AreEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 5ul));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 6), new KeyDataViewType(typeof(uint), 5));
        Assert.AreNotEqual(new KeyDataViewType(typeof(byte), 5), new KeyDataViewType(typeof(uint), 5));
    }

    [TestMethod]
    public void Key_WithBadTypeOrCount_Throws()
    {
        Assert.AreEqual("type", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 5)).ParamName);
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256)).ParamName);
        Assert.AreEqual("count", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 0)).ParamName);
    }

    [TestMethod]
    public void Images_AreEqual_WithTheSameSize_AndNeedPositiveOnes()
    {
        Assert.IsTrue(new ImageDataViewType(4, 6).Equals(new ImageDataViewType(4, 6)));
        Assert.IsFalse(new ImageDataViewType(4, 6).Equals(new ImageDataViewType(6, 4)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ImageDataViewType(0, 6));
    }

    [TestMethod]
    public void RowId_NextForkCombine_AreMurmurMixes()
    {
        var id = new DataViewRowId(1, 2);

        Assert.AreEqual("00000000000000020000000000000001", id.ToString());
        Assert.AreEqual("000000079e99deb4000000007adce733", id.Next().ToString());
        Assert.AreEqual("000000079e99deb434e09d0b1102190b", id.Fork().ToString());
        Assert.AreEqual("d6c370eb9bb089c0cf76cc3e67f97a6c", id.Combine(new DataViewRowId(3, 4)).ToString());
        Assert.IsGreaterThan(0, new DataViewRowId(0, 3).CompareTo(id));
    }
}
