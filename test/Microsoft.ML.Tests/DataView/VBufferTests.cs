using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class VBufferTests
{
    private static VBuffer<float> Sparse => new(6, 2, [5f, 7f], [1, 4]);

    [TestMethod]
    public void Dense_HasAllValues_AndNoIndices()
    {
        var buffer = new VBuffer<int>(3, [1, 2, 3, 99]);

        Assert.IsTrue(buffer.IsDense);
        Assert.AreSequenceEqual(new[] { 1, 2, 3 }, buffer.GetValues().ToArray());
        Assert.IsTrue(buffer.GetIndices().IsEmpty);
        Assert.AreEqual("Dense vector of size 3", buffer.ToString());
    }

    [TestMethod]
    public void Sparse_GivesDefaultsBetweenItsValues()
    {
        Assert.IsFalse(Sparse.IsDense);
        Assert.AreSequenceEqual(new[] { 0f, 5, 0, 0, 7, 0 }, Sparse.DenseValues().ToArray());
        Assert.AreEqual(7f, Sparse.GetItemOrDefault(4));
        Assert.AreEqual(0f, Sparse.GetItemOrDefault(5));
        Assert.AreEqual("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
    }

    [TestMethod]
    public void Items_OfSparse_AreStoredOnes_OrAll()
    {
        Assert.AreEqual("1:5 4:7", string.Join(" ", Sparse.Items().Select(i => $"{i.Key}:{i.Value}")));
        Assert.AreEqual("0:0 1:5 2:0 3:0 4:7 5:0", string.Join(" ", Sparse.Items(all: true).Select(i => $"{i.Key}:{i.Value}")));
    }

    [TestMethod]
    public void CopyTo_Range_ShiftsIndices_AndStaysSparse()
    {
        VBuffer<float> part = default;
        Sparse.CopyTo(ref part, 3, 3);

        Assert.AreEqual(3, part.Length);
        Assert.AreSequenceEqual(new[] { 1 }, part.GetIndices().ToArray());
        Assert.AreSequenceEqual(new[] { 7f }, part.GetValues().ToArray());
    }

    [TestMethod]
    public void CopyTo_Span_FillsWithTheDefaultGiven()
    {
        var target = new float[8];
        Sparse.CopyTo(target, 1, defaultValue: -1);

        Assert.AreSequenceEqual(new[] { 0f, -1, 5, -1, -1, 7, -1, 0 }, target);
    }

    [TestMethod]
    public void CopyToDense_OfSparse_IsDense()
    {
        VBuffer<float> dense = default;
        Sparse.CopyToDense(ref dense);

        Assert.IsTrue(dense.IsDense);
        Assert.AreSequenceEqual(new[] { 0f, 5, 0, 0, 7, 0 }, dense.GetValues().ToArray());
    }

    [TestMethod]
    public void Editor_ReusesArrays_ThatAreLargeEnough()
    {
        var values = new[] { 1f, 2, 3, 4 };
        var buffer = new VBuffer<float>(4, values);

        var editor = VBufferEditor.Create(ref buffer, 3);
        editor.Values[0] = 9;
        buffer = editor.Commit();

        Assert.IsFalse(editor.CreatedNewValues);
        Assert.AreEqual(3, buffer.Length);
        Assert.AreEqual(9f, values[0]);
    }

    [TestMethod]
    public void Editor_Truncated_IsSparse()
    {
        VBuffer<float> buffer = default;
        var editor = VBufferEditor.Create(ref buffer, 10, 3);
        (editor.Indices[0], editor.Values[0]) = (8, 1.5f);
        buffer = editor.CommitTruncated(1);

        Assert.IsTrue(editor.CreatedNewValues);
        Assert.IsFalse(buffer.IsDense);
        Assert.AreEqual(1.5f, buffer.GetItemOrDefault(8));
    }

    [TestMethod]
    public void Editor_KeepsOldValues_WhenAskedTo()
    {
        var buffer = new VBuffer<int>(2, [4, 5]);
        var editor = VBufferEditor.Create(ref buffer, 5, keepOldOnResize: true);

        Assert.AreEqual(4, editor.Values[0]);
        Assert.AreEqual(5, editor.Values[1]);
    }

    [TestMethod]
    public void Copy_TakesARangeOfAnArray()
    {
        VBuffer<int> buffer = default;
        VBuffer<int>.Copy([1, 2, 3, 4], 1, ref buffer, 2);

        Assert.AreSequenceEqual(new[] { 2, 3 }, buffer.GetValues().ToArray());
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(6)]
    public void GetItemOrDefault_OutOfRange_Throws(int index)
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Sparse.GetItemOrDefault(index));
        Assert.AreEqual("index", e.ParamName);
    }

    [TestMethod]
    public void Constructor_WithTooFewValues_Throws()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, [1, 2]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new VBuffer<int>(3, 2, [1, 2], [0]));
    }
}
