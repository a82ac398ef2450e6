using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class MultiTaskEvaluatorTests
{
    private static readonly DenseTask s_segmentation = DenseTask.Segmentation(3);
    private static readonly DenseTask s_depth = DenseTask.Depth();

    [TestMethod]
    public void Evaluate_TwoTasksOverRows_PoolsEachOverItsOwnLabels()
    {
        var metrics = MultiTaskEvaluator.Evaluate(View(
            new Row { PredictedSegmentation = [0, 1, 2, 0, 0, 0], Segmentation = [0, 1, 1, 0, 255, 255], PredictedDepth = [1, 2, 3, 4, 5, 6], Depth = [1, 2, 3, 4, 5, 6] },
            new Row { PredictedSegmentation = [1, 1, 1, 1, 1, 1], Segmentation = Missing<byte>(255), PredictedDepth = [1, 1, 1, 1, 1, 1], Depth = [2, 0, 0, 0, 0, 0] },
            new Row { PredictedSegmentation = [2, 2, 2, 2, 2, 2], Segmentation = [2, 2, 2, 2, 2, 2], PredictedDepth = [9, 9, 9, 9, 9, 9], Depth = Missing(float.NaN) }), new());

        Assert.AreEqual("Segmentation Depth", string.Join(' ', metrics.Keys));
        Assert.AreEqual(10, metrics.Segmentation.LabelledPixels);
        Assert.AreEqual(0.9, metrics.Segmentation.PixelAccuracy, 1e-12);
        Assert.AreEqual("sky car sign", string.Join(' ', metrics.Segmentation.ClassNames));
        Assert.AreEqual(7, metrics.Depth.LabelledPixels);
        Assert.AreEqual(0.5 / 7, metrics.Depth.AbsRelError, 1e-12);
        Assert.AreEqual("Depth", metrics.Depth.TaskName);
    }

    [TestMethod]
    public void Evaluate_Options_ApplyToDepth()
    {
        var view = View(new Row { PredictedDepth = [1, 2, 3, 4, 5, 600], Depth = [1, 2, 3, 4, 10, 90] });
        var options = new EvaluationOptions { Depth = new() { MaxDepth = 80, Crop = new(0.5, 1, 0, 1) } };
        var metrics = new MLContext().MultiTask().Evaluate(view, options);
        Assert.AreEqual(2, metrics.Depth.LabelledPixels);                                  // 4 and 10 of the second row
        Assert.AreEqual(2.5, metrics.Depth.AbsError, 1e-12);
        Assert.AreEqual(6, metrics.Segmentation.LabelledPixels);
        Assert.Contains("'MaxDepth'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            new MLContext().MultiTask().Evaluate(view, new() { Depth = new() { MaxDepth = 0 } })).Message);
    }

    [TestMethod]
    public void Evaluate_NoRows_GivesNotANumber()
    {
        var metrics = MultiTaskEvaluator.Evaluate(View(), new());
        Assert.AreEqual(0, metrics.Segmentation.LabelledPixels);
        Assert.AreEqual(double.NaN, metrics.Depth.RmseError);
    }

    [TestMethod]
    public void Evaluate_NothingToMeasure_SaysWhyInLogAndTable()
    {
        var unlabelled = new Row { Segmentation = Missing<byte>(255) };
        Reasons(View(), "the data has no rows", "the data has no rows");
        Reasons(View(unlabelled, unlabelled), "no labelled pixel that counts in 2 rows", "no labelled pixel that counts in 2 rows");
        Reasons(View(unlabelled, new Row { Segmentation = Missing<byte>(255), Depth = Missing(1f) }), "no labelled pixel that counts in 2 rows", null);

        static void Reasons(IDataView view, string? segmentation, string? depth)
        {
            var mlContext = new MLContext();
            var warnings = new List<string>();
            mlContext.Log += (_, e) =>
            {
                if (e.Kind == ChannelMessageKind.Warning) warnings.Add(e.RawMessage);
            };
            var table = mlContext.MultiTask().Evaluate(view).ToString();
            (string Task, string? Reason)[] expected = [("Segmentation", segmentation), ("Depth", depth)];
            Assert.AreSequenceEqual(
                expected.Where(task => task.Reason is not null).Select(task => $"Nothing was measured of task '{task.Task}': {task.Reason}.").ToArray(), warnings.ToArray());
            foreach (var (task, reason) in expected)
                Assert.AreEqual(reason is not null, table.Split('\n').Single(line => line.StartsWith(task, StringComparison.Ordinal)).Contains($"0  {reason ?? "no"}", StringComparison.Ordinal));
        }
    }

    [TestMethod]
    public void Evaluate_LabelColumnMissing_NamesColumnAndTask()
    {
        var mlContext = new MLContext();
        var view = mlContext.Transforms.DropColumns("Depth").Fit(View()).Transform(View());
        var e = Assert.ThrowsExactly<ArgumentException>(() => MultiTaskEvaluator.Evaluate(view, new()));
        Assert.Contains("Column 'Depth' with the labels of task 'Depth' is missing", e.Message);
    }

    [TestMethod]
    public void Evaluate_LabelOfAnotherTypeOrSize_NamesBoth()
    {
        Assert.Contains("Column 'Depth' must be Vector<Single, 2, 3> like 'PredictedDepth', but was Vector<Single, 3, 2>", Message(definition =>
            definition["Depth"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, 2)));
        Assert.Contains("Column 'Segmentation' must be Vector<Byte, 2, 3>", Message(definition =>
        {
            definition["PredictedSegmentation"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 2, 3);
            definition["Segmentation"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 6);
        }));
        Assert.Contains("Column 'PredictedDepth' must be Vector<Single, H, W>", Message(definition =>
            definition["PredictedDepth"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 6)));
    }

    [TestMethod]
    public void Evaluate_ClassOutOfRange_NamesTheRowAndColumns()
    {
        var row = new Row { Segmentation = [0, 0, 0, 0, 0, 9] };
        var e = Assert.ThrowsExactly<InvalidDataException>(() => MultiTaskEvaluator.Evaluate(View(new Row(), row), new()));
        Assert.Contains("Row 1, columns 'PredictedSegmentation' and 'Segmentation'", e.Message);
        Assert.Contains("class 9", e.Message);
    }

    [TestMethod]
    public void Evaluate_DataThatWasNotScored_SaysWhatToPass()
    {
        var view = new MLContext().Data.LoadFromEnumerable([new Plain()]);
        Assert.Contains("Transform returns", Assert.ThrowsExactly<ArgumentException>(() => MultiTaskEvaluator.Evaluate(view, new())).Message);
    }

    private static string Message(Action<SchemaDefinition> change)
    {
        var definition = Definition();
        change(definition);
        var view = new MLContext().Data.LoadFromEnumerable([new Row()], definition);
        return Assert.ThrowsExactly<ArgumentException>(() => MultiTaskEvaluator.Evaluate(view, new())).Message;
    }

    private static IDataView View(params Row[] rows) => new MLContext().Data.LoadFromEnumerable(rows, Definition());

    /// <summary>Columns of 2x3 pixels, the predicted ones described as a transformer would.</summary>
    private static SchemaDefinition Definition()
    {
        var definition = SchemaDefinition.Create(typeof(Row));
        foreach (var task in new[] { s_segmentation, s_depth })
        {
            var type = new VectorDataViewType(task.ItemType, 2, 3);
            definition[task.LabelColumnName].ColumnType = type;
            definition[task.PredictedColumnName].ColumnType = type;
            definition[task.PredictedColumnName].AddAnnotation("DenseTask", task.ToJson().AsMemory(), TextDataViewType.Instance);
        }

        VBuffer<ReadOnlyMemory<char>> names = new(3, ["sky".AsMemory(), "car".AsMemory(), "sign".AsMemory()]);
        definition["Segmentation"].AddAnnotation("ClassNames", names, new VectorDataViewType(TextDataViewType.Instance, 3));
        return definition;
    }

    private static T[] Missing<T>(T value) => [.. Enumerable.Repeat(value, 6)];

    private sealed class Row
    {
        public byte[] PredictedSegmentation { get; set; } = new byte[6];

        public byte[] Segmentation { get; set; } = new byte[6];

        public float[] PredictedDepth { get; set; } = new float[6];

        public float[] Depth { get; set; } = new float[6];
    }

    private sealed class Plain
    {
        public float X { get; set; }
    }
}
