using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Labels whose classes are not the network's: an error with the difference, in evaluation and validation; names that do not fit are not used.</summary>
[TestClass]
public sealed class ClassNamesTests
{
    private static readonly string[] s_toys = ["sky", "square", "ground"];

    [TestMethod]
    public void EvaluateAndValidate_OtherClasses_NameTaskAndDifference()
    {
        var mlContext = new MLContext(seed: 1);
        var log = new Messages(mlContext);
        var multiTask = mlContext.MultiTask();
        using var model = Train(mlContext, s_toys, validation: null);
        Assert.AreSequenceEqual(s_toys, model.GetClassNames(model.Tasks[0]).ToArray());
        Refuses(["sky", "square", "grass"], "only the network has 'ground'; only the labels to evaluate against has 'grass'");
        Refuses(["square", "sky", "ground"], "class 0 is 'sky' in the network and 'square' in the labels to evaluate against");
        Refuses(["sky", "square"], "the 3 classes of the network are not the 2 classes of the labels to evaluate against: only the network has 'ground'; only");
        Refuses([.. s_toys, "tree"], "has none; only the labels to evaluate against has 'tree'");

        var metrics = multiTask.Evaluate(model.Transform(View(mlContext, ["Sky", "square", "ground"])));
        Assert.AreSequenceEqual(["Sky", "square", "ground"], metrics.Segmentation.ClassNames.ToArray());
        Assert.IsEmpty(multiTask.Evaluate(model.Transform(View(mlContext, null))).Segmentation.ClassNames);

        void Refuses(string[] names, string difference)
        {
            string evaluated = Assert.ThrowsExactly<ArgumentException>(() => multiTask.Evaluate(model.Transform(View(mlContext, names)))).Message;
            string validated = Assert.ThrowsExactly<ArgumentException>(() => Train(mlContext, s_toys, names)).Message;
            Assert.Contains("Task 'Segmentation', label column 'Segmentation': ", evaluated);
            Assert.Contains(difference, evaluated);
            Assert.Contains(difference.Replace("the labels to evaluate against", "option 'ValidationSet'", StringComparison.Ordinal)
                .Replace("the network", "the training data", StringComparison.Ordinal), validated);
        }
    }

    /// <summary>An encoding of 19 names for a task of 3 classes, as of a reader's default.</summary>
    [TestMethod]
    public void FitAndEvaluate_MoreNamesThanClasses_WarnAndUseNone()
    {
        var mlContext = new MLContext(seed: 1);
        var log = new Messages(mlContext);
        string[] names = [.. Enumerable.Range(0, 19).Select(i => $"city{i}")];
        using var model = Train(mlContext, names, validation: null);
        string expected = "Column 'Segmentation' names 19 classes ('city0', 'city1', ";
        Assert.HasCount(1, log.Warnings, string.Join("\n", log.Warnings));
        Assert.Contains(expected, log.Warnings[0]);
        Assert.Contains("but task 'Segmentation' has 3: the names are not used", log.Warnings[0]);
        Assert.IsEmpty(model.GetClassNames(model.Tasks[0]));

        var metrics = mlContext.MultiTask().Evaluate(model.Transform(View(mlContext, names)));
        Assert.HasCount(2, log.Warnings);
        Assert.Contains(expected, log.Warnings[1]);
        Assert.IsEmpty(metrics.Segmentation.ClassNames);
        Assert.DoesNotContain("ClassNames", metrics.ToJson());
    }

    private static MultiTaskTransformer Train(MLContext mlContext, string[]? names, string[]? validation) =>
        mlContext.MultiTask().Trainers.MultiNetPlusPlus(ToyScenes.Options with
        {
            Epochs = 1, ShufflesRows = false, ValidationSet = validation is null ? null : View(mlContext, validation), LearningRate = 1e-6,
        }).Fit(View(mlContext, names));

    private static IDataView View(MLContext mlContext, string[]? names)
    {
        var definition = ToyScenes.Definition(ToyScenes.Height, ToyScenes.Width);
        if (names is not null)
            definition["Segmentation"].AddAnnotation("ClassNames", new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names.Select(name => name.AsMemory())]),
                new VectorDataViewType(TextDataViewType.Instance, names.Length));
        var scenes = new[] { ToyScenes.Create(new Random(1)), ToyScenes.Create(new Random(2)) };
        scenes[0].Motion[0] = 1;                                            // two classes
        return mlContext.Data.LoadFromEnumerable(scenes, definition);
    }
}
