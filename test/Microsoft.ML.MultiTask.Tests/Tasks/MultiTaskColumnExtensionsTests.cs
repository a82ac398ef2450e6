using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What columns of labels and predictions say of themselves.</summary>
[TestClass]
public sealed class MultiTaskColumnExtensionsTests
{
    [TestMethod]
    public void GetPredictedTask_APrediction_IsItsTask()
    {
        var task = DenseTask.Segmentation(classCount: 3, name: "Surface", labelColumnName: "Label");

        var found = Column(annotations => ColumnAnnotations.AddText(annotations, ColumnAnnotations.TaskJson, task.ToJson())).GetPredictedTask();

        Assert.IsInstanceOfType<SegmentationTask>(found);
        Assert.AreEqual("Surface Label 3", $"{found.Name} {found.LabelColumnName} {found.LabelLimit}");
    }

    [TestMethod]
    public void GetClassNames_ALabelWithNames_HasThemInOrder() =>
        Assert.AreSequenceEqual(
            ["sky", "car"], Column(annotations => ColumnAnnotations.AddClassNames(annotations, ["sky", "car"])).GetClassNames());

    [TestMethod]
    public void AnyOtherColumn_HasNeither()
    {
        var column = Column(_ => { });

        Assert.IsNull(column.GetPredictedTask());
        Assert.IsEmpty(column.GetClassNames());
    }

    private static DataViewSchema.Column Column(Action<DataViewSchema.Annotations.Builder> annotate)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotate(annotations);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn("Column", new VectorDataViewType(NumberDataViewType.Byte, 2, 2), annotations.ToAnnotations());
        return schema.ToSchema()[0];
    }
}
