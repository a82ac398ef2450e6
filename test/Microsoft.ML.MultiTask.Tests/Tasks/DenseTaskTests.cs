namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class DenseTaskTests
{
    [TestMethod]
    [DataRow("is moving")]
    [DataRow("2nd")]
    [DataRow("Depth\n")]
    [DataRow("Tiefe_ü")]
    public void Name_OfAnotherForm_IsNamed(string name)
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Motion(name: name));
        Assert.AreEqual("name", e.ParamName);
        Assert.Contains($"but was '{name}'", e.Message);
    }

    [TestMethod]
    public void Names_OfColumnsAndKey_ComeFromTheTasks()
    {
        var task = DenseTask.Depth(name: "Range_m");
        Assert.AreEqual("range_m", task.Key);
        Assert.AreSequenceEqual(["Range_m", "PredictedRange_m", "Range_mScore"], [task.LabelColumnName, task.PredictedColumnName, task.ScoreColumnName]);
        Assert.AreEqual("Lidar", DenseTask.Depth(name: "Range_m", labelColumnName: "Lidar").LabelColumnName);
    }

    [TestMethod]
    public void ToJson_EveryBuiltInTask_ComesBackTheSame()
    {
        DenseTask[] tasks =
        [
            DenseTask.Segmentation(13, [.. Enumerable.Range(1, 13).Select(i => i / 7f)], "Scene", "Labels"),
            DenseTask.Depth(256, 250, labelColumnName: "Range"),
            DenseTask.Motion([1, 9.5f]),
        ];
        foreach (var task in tasks)
        {
            var read = DenseTask.FromJson(task.ToJson());
            Assert.AreEqual(task.ToJson(), read.ToJson());
            Assert.AreEqual(task.GetType(), read.GetType());
        }
    }

    [TestMethod]
    public void FromJson_UnknownKind_SaysHowToRegisterIt()
    {
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => DenseTask.FromJson("""{"kind":"Normals","name":"N","label":"N","settings":{}}"""));
        Assert.Contains("DenseTask.Register(\"Normals\"", e.Message);
    }

    /// <summary>Two tasks of a kind that is not registered can differ in what they do not tell.</summary>
    [TestMethod]
    public void FromJson_NotRegistered_IsTheTaskItself()
    {
        var (first, second) = (new RangeTask(), new RangeTask());
        string ofFirst = first.ToKnownJson(), ofSecond = second.ToKnownJson();
        Assert.AreSame(first, DenseTask.FromJson(ofFirst));
        Assert.AreSame(second, DenseTask.FromJson(ofSecond));
        Assert.AreEqual(ofFirst, first.ToKnownJson());
    }

    [TestMethod]
    public void Register_KindOfThePackage_Raises()
    {
        var e = Assert.ThrowsExactly<ArgumentException>(() => DenseTask.Register("Depth", (name, label, _) => new BrightnessTask(name, label)));
        Assert.AreEqual("kind", e.ParamName);
        Assert.Contains("'Depth' is a kind of task of the package", e.Message);
    }

    /// <summary>A later registration replaces an earlier one, while other threads read.</summary>
    [TestMethod]
    public void Register_FromManyThreads_IsSafe() => Parallel.For(0, 100, i =>
    {
        DenseTask.Register("OfManyThreads", (name, label, _) => new BrightnessTask(name, label));
        var task = DenseTask.FromJson($$$"""{"kind":"OfManyThreads","name":"B{{{i}}}","label":"L","settings":{}}""");
        Assert.AreEqual($"B{i}", task.Name);
    });
}
