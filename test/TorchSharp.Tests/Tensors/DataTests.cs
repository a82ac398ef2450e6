using static TorchSharp.torch;

namespace TorchSharp.Tests.Tensors;

[TestClass]
public sealed class DataTests
{
    [TestMethod]
    public void Item_IsStrictAboutTypeAndCount()
    {
        using var one = tensor(1.5f);
        Assert.AreEqual(1.5f, one.item<float>());
        Assert.ThrowsExactly<ArgumentException>(() => one.item<double>());
        using var two = ones(2);
        Assert.ThrowsExactly<ArgumentException>(() => two.item<float>());
        using var nested = ones(1, 1);
        Assert.AreEqual(1f, nested.item<float>());
    }

    [TestMethod]
    public void Data_OfAnotherType_Throws()
    {
        using var tensor = ones(2);
        Assert.ThrowsExactly<ArgumentException>(() => tensor.data<int>());
    }

    [TestMethod]
    public void Data_FollowsStrides()
    {
        using var scope = NewDisposeScope();
        var matrix = arange(6).reshape(2, 3).t();       // [3, 2], not contiguous
        var data = matrix.data<long>();
        Assert.AreSequenceEqual([0L, 3, 1, 4, 2, 5], data.ToArray());
        Assert.AreEqual(4L, data[1, 1]);
        Assert.AreEqual(1L, data[2]);
        Assert.HasCount(6, data);
        Assert.AreSequenceEqual([0L, 3, 1, 4, 2, 5], data.ToList());
        var nested = (long[,])data.ToNDArray();
        Assert.AreEqual(5L, nested[2, 1]);

        data[0, 1] = 9;
        Assert.AreEqual(9L, matrix[0, 1].item<long>());
        Assert.ThrowsExactly<IndexOutOfRangeException>(() => data[3, 0]);
    }

    [TestMethod]
    public void Accessor_CopiesFromAndTo()
    {
        using var tensor = zeros(4);
        var data = tensor.data<float>();
        data.CopyFrom([1, 2, 3], tensorIndex: 1);
        TensorAssert.HasElements([0, 1, 2, 3], tensor);
        var part = new float[3];
        data.CopyTo(part, arrayIndex: 1, tensorIndex: 2);
        Assert.AreSequenceEqual([0f, 2, 3], part);
    }

    [TestMethod]
    public void Bytes_AreTheTensorsOwnMemory()
    {
        using var tensor = zeros(2, dtype: ScalarType.Int32);
        tensor.bytes[0] = 5;
        TensorAssert.HasElements([5, 0], tensor);
        tensor.bytes = BitConverter.GetBytes(0x0000000900000007L);
        TensorAssert.HasElements([7, 9], tensor);
        Assert.HasCount(8, tensor.bytes.ToArray());
    }

    [TestMethod]
    public void ToScalar_AndCasts_Convert()
    {
        using var scope = NewDisposeScope();
        Assert.AreEqual(3.0, (double)tensor(3));
        Assert.AreEqual(3, tensor(3.7).ToInt32());
        Assert.IsTrue((bool)tensor(true));
        Assert.AreEqual(2.5, tensor(2.5f).ToScalar().ToDouble());
    }

    [TestMethod]
    public void Description_TellsShapeTypeAndPlace()
    {
        using var tensor = zeros(2, 3);
        Assert.AreEqual(2L, tensor.ndim);
        Assert.AreEqual(6L, tensor.numel());
        Assert.AreEqual(3L, tensor.size(-1));
        Assert.AreSequenceEqual([3L, 1], tensor.stride());
        Assert.AreEqual(4L, tensor.element_size());
        Assert.AreEqual(DeviceType.CPU, tensor.device_type);
        Assert.AreEqual("cpu", tensor.device.ToString());
        Assert.IsTrue(tensor.is_contiguous());
        Assert.AreEqual("[2x3], type = Float32, device = cpu", tensor.ToString());
    }

    [TestMethod]
    public void ToString_InNumpyStyle_ShowsTheElements()
    {
        using var tensor = torch.tensor(new float[,] { { 1, 2.5f }, { -3, 4 } });
        Assert.AreEqual("[[1, 2.5]\n [-3, 4]]", tensor.ToString(TensorStringStyle.Numpy, "g5", 100, null, "\n"));
    }

    [TestMethod]
    public void Conversions_ChangeTypeAndTruncate()
    {
        using var scope = NewDisposeScope();
        var source = tensor(new[] { -1.7f, 0, 2.9f });
        TensorAssert.HasElements([-1, 0, 2], source.to(ScalarType.Int32));
        TensorAssert.HasElements([1, 0, 1], source.@bool());
        Assert.AreEqual(ScalarType.Float64, source.@double().dtype);
        Assert.AreEqual(ScalarType.BFloat16, source.to(ScalarType.BFloat16).dtype);
        Assert.AreEqual(ScalarType.Int64, source.to_type(ScalarType.Int64).dtype);
        var copy = source.to(ScalarType.Float32, copy: true);
        copy.zero_();
        TensorAssert.HasElements([-1.7f, 0, 2.9f], source);
    }

    [TestMethod]
    public void SaveAndLoad_KeepTypeShapeAndElements()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Byte, ScalarType.Int64, ScalarType.BFloat16, ScalarType.Bool })
        {
            var source = arange(6).reshape(2, 3).to(type);
            var file = new MemoryStream();
            source.Save(new BinaryWriter(file));
            file.Position = 0;
            var loaded = Tensor.Load(new BinaryReader(file));
            Assert.AreEqual(type, loaded.dtype);
            TensorAssert.AreClose(source, loaded, 0);
        }
    }
}
