namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Trainings on rows that have some of the labels.</summary>
[TestClass]
[DoNotParallelize]
public sealed class PartialLabelsTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    /// <summary>Every row has one label of three, and half of the pixels of that one.</summary>
    [TestMethod]
    public void Fit_EachRowLabelsOneTask_LearnsAllOfThem()
    {
        var rows = ToyScenes.View(s_mlContext, 96, change: (i, scene) =>
        {
            if (i % 3 != 0) Array.Fill(scene.Segmentation, DenseTask.Ignore);
            if (i % 3 != 1) Array.Fill(scene.Depth, float.NaN);
            if (i % 3 != 2) Array.Fill(scene.Motion, DenseTask.Ignore);
            for (var p = 0; p < scene.Depth.Length; p += 2)
            {
                (scene.Segmentation[p], scene.Motion[p]) = (DenseTask.Ignore, DenseTask.Ignore);
                scene.Depth[p] = 0;
            }
        });
        AssertLearnsAll(rows, [DenseTask.Segmentation(ToyScenes.Classes), DenseTask.Depth(), DenseTask.Motion()]);
    }

    [TestMethod]
    public void Fit_TwoDataSetsOfDifferentTasks_LearnsTheTasksOfBoth()
    {
        var data = s_mlContext.MultiTask().Data;
        var classes = Without(ToyScenes.View(s_mlContext, 48, seed: 1), "Depth", "Motion");
        var others = Without(ToyScenes.View(s_mlContext, 48, seed: 2), "Segmentation");
        var rows = data.Concatenate(classes, others);
        AssertLearnsAll(rows, [DenseTask.Segmentation(ToyScenes.Classes, data.ClassWeights(rows, "Segmentation", ToyScenes.Classes)), DenseTask.Depth(), DenseTask.Motion()]);
    }

    [TestMethod]
    public void Fit_ASample_IsTheSameForAnyNumberOfLoaderThreads()
    {
        var data = s_mlContext.MultiTask().Data;
        var rows = data.Sample([Without(ToyScenes.View(s_mlContext, 3, seed: 1), "Depth"), Without(ToyScenes.View(s_mlContext, 9, seed: 2), "Motion")], [1, 2], rows: 12);
        using var one = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { LoaderThreads = 1 }).Fit(rows);
        using var three = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { LoaderThreads = 3 }).Fit(rows);
        TensorAssert.AreIdentical(one.Model.Network, three.Model.Network);
    }

    [TestMethod]
    public void Evaluate_RowsWithSomeLabels_CountsThoseThatAreThere()
    {
        using var model = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with { Epochs = 1 }).Fit(ToyScenes.View(s_mlContext, 4));
        var whole = ToyScenes.View(s_mlContext, 3, seed: 5);
        var parts = s_mlContext.MultiTask().Data.Concatenate(Without(whole, "Depth", "Motion"), Without(whole, "Segmentation"));
        var (expected, found) = (s_mlContext.MultiTask().Evaluate(model.Transform(whole)), s_mlContext.MultiTask().Evaluate(model.Transform(parts)));
        Assert.AreEqual(expected.ToString(), found.ToString());
    }

    private static void AssertLearnsAll(IDataView rows, IReadOnlyList<DenseTask> tasks)
    {
        var multiTask = s_mlContext.MultiTask();
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Tasks = tasks, Epochs = 6, BatchSize = 8, LearningRate = 2e-3 }).Fit(rows);
        var metrics = multiTask.Evaluate(model.Transform(ToyScenes.View(s_mlContext, 24, seed: 99)));
        Assert.IsGreaterThan(0.85, metrics.Segmentation.PixelAccuracy, "the largest class has about half of the pixels");
        Assert.IsLessThan(0.6, metrics.Depth.AbsRelError, "no depth at all reaches 1");
        Assert.IsGreaterThan(0.2, metrics.Motion.MovingIoU, "always moving reaches about 0.07");
    }

    private static IDataView Without(IDataView view, params string[] columns) => s_mlContext.Transforms.DropColumns(columns).Fit(view).Transform(view);
}
