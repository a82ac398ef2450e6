using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ClassWeightsTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    /// <summary>
    /// By hand: class 0 has 4 of the 6 pixels of its image, class 1 has 3 of the 6 + 5 of its two, class 2 has 4 of 5; class 3 is not
    /// there.
    /// </summary>
    private static readonly IDataView s_rows = View([0, 0, 0, 0, 1, 1], [2, 2, 2, 2, 1, 255], [255, 255, 255, 255, 255, 255]);

    [TestMethod]
    public void ClassWeights_MedianFrequency_IsTheMedianOverTheClassesOwn()
    {
        double[] frequencies = [4 / 6.0, 3 / 11.0, 4 / 5.0];
        AreClose([1, 4 / 6.0 / (3 / 11.0), 4 / 6.0 / (4 / 5.0), 1], Weights(classCount: 4));
        Assert.AreEqual(4 / 6.0, frequencies.Order().ElementAt(1));
    }

    [TestMethod]
    public void ClassWeights_EvenNumberOfClasses_TakesTheMeanOfTheMiddleTwo() =>
        AreClose([0.5 / 0.75, 0.5 / 0.25], s_mlContext.MultiTask().Data.ClassWeights(View([0, 0, 0, 1, 255, 255]), "Label", 2));

    [TestMethod]
    public void ClassWeights_ENet_IsOfTheSharesOfAllPixels() => AreClose(
        [1 / Math.Log(1.02 + 4 / 11.0), 1 / Math.Log(1.02 + 3 / 11.0), 1 / Math.Log(1.02 + 4 / 11.0), 1 / Math.Log(1.02)],
        Weights(classCount: 4, ClassWeighting.ENet));

    [TestMethod]
    public void ClassWeights_AreTakenByTheTasks()
    {
        Assert.IsNotNull(DenseTask.Segmentation(4, Weights(classCount: 4)));
        Assert.IsNotNull(DenseTask.Motion(s_mlContext.MultiTask().Data.ClassWeights(View([0, 0, 0, 0, 0, 0]), "Label", 2)));
    }

    [TestMethod]
    public void ClassWeights_OtherColumnsAndLabels_AreNamed()
    {
        Assert.Contains("Column 'Segmentation' was not found", Assert.ThrowsExactly<ArgumentException>(() =>
            s_mlContext.MultiTask().Data.ClassWeights(s_rows, "Segmentation", 4)).Message);
        Assert.Contains("but was Vector<Single, 32, 64>", Assert.ThrowsExactly<ArgumentException>(() =>
            s_mlContext.MultiTask().Data.ClassWeights(ToyScenes.View(s_mlContext, 1), "Depth", 4)).Message);
        Assert.Contains("row 1: class ids must be 0 to 1, or 255 for none, but a pixel had 2", Assert.ThrowsExactly<InvalidDataException>(() => Weights(classCount: 2)).Message);
        Assert.Contains("no labelled pixel", Assert.ThrowsExactly<InvalidDataException>(() =>
            s_mlContext.MultiTask().Data.ClassWeights(View([255, 255, 255, 255, 255, 255]), "Label", 2)).Message);
        Assert.Contains("'classCount' must be 2 to 255, but was 1", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Weights(classCount: 1)).Message);
    }

    private static float[] Weights(int classCount, ClassWeighting weighting = ClassWeighting.MedianFrequency) =>
        s_mlContext.MultiTask().Data.ClassWeights(s_rows, "Label", classCount, weighting);

    private static IDataView View(params byte[][] labels)
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        definition["Label"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 2, 3);
        return s_mlContext.Data.LoadFromEnumerable(labels.Select(label => new Row { Label = label }).ToArray(), definition);
    }

    private static void AreClose(double[] expected, float[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (var c = 0; c < expected.Length; c++)
            Assert.AreEqual(expected[c], actual[c], 1e-5, $"class {c}");
    }

    private sealed class Row
    {
        public byte[] Label { get; set; } = [];
    }
}
