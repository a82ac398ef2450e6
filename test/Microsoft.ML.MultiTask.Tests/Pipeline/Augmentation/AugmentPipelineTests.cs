using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Augment in chains: what they hold, what they save, and what the columns say.</summary>
[TestClass]
public sealed class AugmentPipelineTests : IDisposable
{
    private const int Height = FrameFolders.Height, Width = FrameFolders.Width;

    private static readonly AugmentationOptions s_options = new() { Seed = 4, MaximumScale = 1.3, FrameColumns = ["Frame0", "Frame1"] };

    private readonly LoadFramesFixture _frames = new();

    private MultiTaskTransformsCatalog Transforms => _frames.MLContext.MultiTask().Transforms;

    public void Dispose() => _frames.Dispose();

    [TestMethod]
    public void Transform_LoadedFrames_KeepsNamesTypesAndAnnotations()
    {
        var loaded = _frames.Load(_frames.WriteRows(3));
        var augmented = Transforms.Augment().Fit(loaded).Transform(loaded);

        foreach (var before in loaded.Schema.Where(column => column.Type is VectorDataViewType))
        {
            var after = augmented.Schema[before.Name];
            Assert.AreNotEqual(before.Index, after.Index);
            Assert.IsTrue(augmented.Schema[before.Index].IsHidden);
            Assert.AreEqual(before.Type, after.Type);
            Assert.AreEqual(LoadedFrames.IsMarked(before), LoadedFrames.IsMarked(after));
            Assert.AreSequenceEqual(ColumnAnnotations.GetClassNames(before), ColumnAnnotations.GetClassNames(after));
        }
        Assert.IsTrue(LoadedFrames.IsMarked(augmented.Schema["Frame0"]));
        Assert.HasCount(19, ColumnAnnotations.GetClassNames(augmented.Schema["Segmentation"]));
    }

    [TestMethod]
    public void Append_ScopeTraining_IsNotPartOfScoring()
    {
        var rows = _frames.WriteRows(3);
        var chain = _frames.LoadFrames(Height, Width).Append(Transforms.Augment(), TransformerScope.Training)
            .Append(_frames.MLContext.Transforms.CopyColumns("Copy", "Frame0")).Fit(rows);

        Assert.ContainsSingle(chain.OfType<AugmentTransformer>());
        Assert.IsEmpty(chain.GetModelFor(TransformerScope.Scoring).OfType<AugmentTransformer>());
        Assert.ContainsSingle(column => column.Name == "Frame0", chain.Transform(rows).Schema);
        var loaded = SavedAndLoaded(chain, rows);                                          // with its scopes
        Assert.IsEmpty(loaded.GetModelFor(TransformerScope.Scoring).OfType<AugmentTransformer>());
        Assert.ContainsSingle(column => column.Name == "Frame0", loaded.Transform(rows).Schema);
    }

    /// <summary>Where the scope is forgotten, a loaded chain holds the transform, which changes nothing.</summary>
    [TestMethod]
    public void Append_NoScope_PassesValuesInALoadedModel()
    {
        var rows = _frames.WriteRows(3);
        var chain = _frames.LoadFrames(Height, Width).Append(Transforms.Augment(s_options)).Fit(rows);
        var loaded = SavedAndLoaded(chain, rows);

        var expected = _frames.Load(rows);
        Assert.AreSequenceEqual(Frames(expected), Frames(loaded.Transform(rows)));
        var augment = loaded.OfType<AugmentTransformer>().Single();
        Assert.AreSequenceEqual(
            Frames(Transforms.Augment(s_options).Fit(expected).TransformForEpoch(expected, 3)), Frames(augment.TransformForEpoch(expected, 3)));

        var definition = SchemaDefinition.Create(typeof(Decoded));
        definition["Frame0"].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 3, Height, Width);
        using var engine = _frames.MLContext.Model.CreatePredictionEngine<Pair, Decoded>(loaded, outputSchemaDefinition: definition);
        Assert.AreSequenceEqual(FrameFolders.Planes(1), engine.Predict(new Pair { Frame0Path = _frames.Frame(1), Frame1Path = _frames.Frame(0) }).Frame0);
    }

    private TransformerChain<ITransformer> SavedAndLoaded(ITransformer model, IDataView rows)
    {
        var path = Path.Combine(_frames.Folder.Path, "model.zip");
        _frames.MLContext.Model.Save(model, rows.Schema, path);
        var fresh = new MLContext();
        fresh.MultiTask();
        return (TransformerChain<ITransformer>)fresh.Model.Load(path, out _);
    }

    private static IEnumerable<byte> Frames(IDataView data) =>
        data.GetColumn<byte[]>("Frame0").Concat(data.GetColumn<byte[]>("Frame1")).SelectMany(frame => frame);

    private sealed class Pair
    {
        public string Frame0Path { get; set; } = "";
        public string Frame1Path { get; set; } = "";
    }

    private sealed class Decoded
    {
        public byte[] Frame0 { get; set; } = [];
    }
}
