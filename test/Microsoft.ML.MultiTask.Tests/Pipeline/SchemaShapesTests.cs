using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class SchemaShapesTests
{
    private readonly MLContext _mlContext = new();

    [TestMethod]
    public void Column_Vector_HasNameKindAndItemType()
    {
        var column = SchemaShapes.Column(_mlContext, "Frame0", new VectorDataViewType(NumberDataViewType.Byte, 3, 2, 4));

        Assert.AreEqual("Frame0", column.Name);
        Assert.AreEqual(SchemaShape.Column.VectorKind.Vector, column.Kind);
        Assert.AreEqual(NumberDataViewType.Byte, column.ItemType);
        Assert.IsFalse(column.IsKey);
        Assert.IsEmpty(column.Annotations);
    }

    [TestMethod]
    public void Column_ScalarsAndKeys_HaveTheirKinds()
    {
        var text = SchemaShapes.Column(_mlContext, "Path", TextDataViewType.Instance);
        var key = SchemaShapes.Column(_mlContext, "Label", new KeyDataViewType(typeof(uint), 13));
        var variable = SchemaShapes.Column(_mlContext, "Many", new VectorDataViewType(NumberDataViewType.Single));

        Assert.AreEqual(SchemaShape.Column.VectorKind.Scalar, text.Kind);
        Assert.AreEqual(TextDataViewType.Instance, text.ItemType);
        Assert.IsTrue(key.IsKey);
        Assert.AreEqual(NumberDataViewType.UInt32, key.ItemType);
        Assert.AreEqual(SchemaShape.Column.VectorKind.VariableVector, variable.Kind);
        Assert.AreEqual(NumberDataViewType.Single, variable.ItemType);
    }

    [TestMethod]
    public void Column_Annotations_AreInTheShape()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("DenseTask", TextDataViewType.Instance, "{}".AsMemory());

        var column = SchemaShapes.Column(
            _mlContext, "PredictedDepth", new VectorDataViewType(NumberDataViewType.Single, 2, 4), annotations.ToAnnotations());

        var annotation = Assert.ContainsSingle(column.Annotations);
        Assert.AreEqual("DenseTask", annotation.Name);
        Assert.AreEqual(TextDataViewType.Instance, annotation.ItemType);
    }

    [TestMethod]
    public void Append_SameName_ReplacesColumn()
    {
        var input = new SchemaShape(
        [
            SchemaShapes.Column(_mlContext, "A", TextDataViewType.Instance),
            SchemaShapes.Column(_mlContext, "B", TextDataViewType.Instance),
        ]);

        var output = SchemaShapes.Append(input, [SchemaShapes.Column(_mlContext, "A", NumberDataViewType.Int32)]);

        Assert.AreSequenceEqual(["B", "A"], output.Select(column => column.Name).ToArray());
        Assert.AreEqual(NumberDataViewType.Int32, output[1].ItemType);
    }
}
