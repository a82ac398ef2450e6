using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

public sealed partial class MultiTaskTransformerTests
{
    [TestMethod]
    [DataRow(EncoderPrecision.Full)]
    [DataRow(EncoderPrecision.BFloat16)]
    public void SaveLoad_OtherScoringOptions_KeepsThePrecisionOfTraining(EncoderPrecision trained)
    {
        using var model = UntrainedModel.Transformer(trained);
        using var other = model.With(new ScoringOptions { EncoderPrecision = (EncoderPrecision)(1 - (int)trained), BatchSize = 7 });
        using var loaded = Copy(other);
        Assert.AreEqual(new ScoringOptions { EncoderPrecision = trained }, loaded.ScoringOptions);
    }

    [TestMethod]
    public void SaveLoad_ThroughMLNet_GivesBitIdenticalPredictions_AndTheHistory()
    {
        var view = ToyScenes.View(s_mlContext, 3);
        using var file = new MemoryStream();
        s_mlContext.Model.Save(s_model, view.Schema, file);
        var other = new MLContext();
        var multiTask = other.MultiTask();
        file.Position = 0;
        var loaded = other.Model.Load(file, out var schema);
        using var network = multiTask.GetNetwork(loaded);
        foreach (string column in new[] { "SegmentationScore", "DepthScore", "MotionScore", "PredictedDepth" })
            foreach (var (expected, actual) in Column<float>(s_model.Transform(view), column).Zip(Column<float>(loaded.Transform(view), column)))
                Assert.AreSequenceEqual(expected, actual);
        Assert.AreEqual(s_model.History.ToJson(), network.History.ToJson());
        Assert.AreEqual("Frame0", schema[0].Name);
    }

    /// <summary>The page has ML.NET's own message for a context that does not know the package.</summary>
    [TestMethod]
    public void Load_ContextWithoutMultiTask_RaisesTheMessageOfThePage()
    {
        using var file = new MemoryStream();
        s_mlContext.Model.Save(s_model, ToyScenes.View(s_mlContext, 1).Schema, file);
        file.Position = 0;
        var e = Assert.ThrowsExactly<FormatException>(() => new MLContext().Model.Load(file, out _));
        var page = File.ReadAllText(Path.Combine(SourceFile.RepositoryRoot, "docs", "saving.md"));
        Assert.Contains(e.GetBaseException().Message, page);
    }

    [TestMethod]
    public void SaveLoad_ChainWithBuiltInTransformersBeforeAndAfter_Works()
    {
        var multiTask = s_mlContext.MultiTask();
        var view = ToyScenes.View(s_mlContext, 8);
        var pipeline = s_mlContext.Transforms.CopyColumns("Moves", "Motion")
            .AppendCacheCheckpoint(s_mlContext)
            .Append(multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Tasks = [DenseTask.Motion(labelColumnName: "Moves")], Epochs = 1 }))
            .Append(s_mlContext.Transforms.CopyColumns("Answer", "PredictedMotion"))
            .Append(s_mlContext.Transforms.SelectColumns("Answer"));
        using var model = pipeline.Fit(view);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            multiTask.Save(model, view.Schema, path);
            var loaded = s_mlContext.Model.Load(path, out _);
            Assert.AreSequenceEqual(Column<byte>(model.Transform(view), "Answer")[0], Column<byte>(loaded.Transform(view), "Answer")[0]);
            (loaded as IDisposable)?.Dispose();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// Wherever the weights change by a byte, and wherever the file is cut, loading says which file and that it is damaged.
    /// </summary>
    [TestMethod]
    public void Load_ChangedOrCutFile_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        var multiTask = s_mlContext.MultiTask();
        var path = Path.Combine(folder.Path, "model.zip");
        multiTask.Save(s_model, ToyScenes.View(s_mlContext, 1).Schema, path);
        var bytes = File.ReadAllBytes(path);
        foreach (double at in new[] { 0.1, 0.3, 0.5, 0.7, 0.9 })
        {
            int position = (int)(at * bytes.Length);
            byte[] changed = [.. bytes];
            changed[position] ^= 0x10;
            foreach (byte[] content in new[] { changed, bytes[..position] })
            {
                File.WriteAllBytes(path, content);
                var e = Assert.ThrowsExactly<InvalidDataException>(() => multiTask.Load(path, out _));
                Assert.Contains($"Model file '{path}' is cut short or was changed", e.Message);
            }
        }
        File.WriteAllBytes(path, bytes);
        using var network = multiTask.GetNetwork(multiTask.Load(path, out _));
        TensorAssert.AreIdentical(s_model.Model.Network, network.Model.Network);
    }

    [TestMethod]
    public void Save_FolderThatDoesNotExist_IsNamed()
    {
        var e = Assert.ThrowsExactly<DirectoryNotFoundException>(() => s_model.SaveWeights("no-such-folder/weights.safetensors"));
        Assert.Contains("'no-such-folder/weights.safetensors' cannot be written", e.Message);
    }

    [TestMethod]
    public void WithWeights_OfAnotherNetwork_GivesThatNetwork_AndLeavesTheModelAlone()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "weights.safetensors");
        using var other = UntrainedModel.Transformer();
        s_model.SaveWeights(path);

        MultiTaskTransformer loaded;
        using (NewDisposeScope())
            loaded = other.WithWeights(path);
        using (loaded)
        using (var untouched = UntrainedModel.Network())
        {
            TensorAssert.AreIdentical(untouched.Network, other.Model.Network);
            other.Dispose();
            TensorAssert.AreIdentical(s_model.Model.Network, loaded.Model.Network);
            Assert.AreSequenceEqual(Depths(s_model, ToyScenes.View(s_mlContext, 1)), Depths(loaded, ToyScenes.View(s_mlContext, 1)));
        }
    }

    [TestMethod]
    public void WithWeights_OfADifferentNetwork_SaysWhichTensorsDiffer()
    {
        var options = ToyScenes.Options with { Epochs = 1, Tasks = [DenseTask.Segmentation(3), DenseTask.Depth(name: "Range", labelColumnName: "Depth")] };
        using var other = s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(options).Fit(ToyScenes.View(s_mlContext, 2));
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            other.SaveWeights(path);
            var e = Assert.ThrowsExactly<InvalidDataException>(() => s_model.WithWeights(path));
            Assert.Contains("36 tensors differ", e.Message);                       // 12 of depth, 12 of motion, 12 of range
            Assert.Contains("'decoders.depth.score8.weight' is missing", e.Message);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
