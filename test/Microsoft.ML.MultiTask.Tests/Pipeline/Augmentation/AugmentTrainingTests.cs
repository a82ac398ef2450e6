using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class AugmentTrainingTests
{
    private static readonly MultiNetPlusPlusOptions s_options = ToyScenes.Options with { BatchSize = 2 };          // 2 epochs

    private readonly MLContext _mlContext = new(seed: 1);

    private MultiTaskCatalog MultiTask => _mlContext.MultiTask();

    [TestMethod]
    public void Fit_Augmented_LearnsFromOtherImagesInEveryEpochAndMeasuresOnTheSame()
    {
        var options = s_options with { LearningRate = 1e-12 };              // losses differ only where the rows do
        var scenes = Cached(3);
        using var plain = Train(options with { Epochs = 1 }, scenes);
        using var augmented = Train(options with { ValidationSet = Augmented(scenes) }, Augmented(scenes));

        var (expected, first, second) = (plain.History.Epochs[0], augmented.History.Epochs[0], augmented.History.Epochs[1]);
        foreach (var task in ToyScenes.Tasks)
        {
            Assert.AreNotEqual(expected.Losses[task.Name], first.Losses[task.Name], 1e-4);
            Assert.AreNotEqual(first.Losses[task.Name], second.Losses[task.Name], 1e-4);
        }
        var measured = Validator.Run(augmented.Model, new BatchReader(scenes, null, ToyScenes.Tasks, s_options.BatchSize), default);
        Assert.AreSequenceEqual(measured!.Losses, second.ValidationLosses);
    }

    /// <summary>
    /// Weights depend neither on loader threads nor on an interruption within an epoch. The seed of the draws is that of the checkpoint, also where none
    /// is given; other augmentation is refused.
    /// </summary>
    [TestMethod]
    public void Fit_ResumedWithOtherLoaderThreads_GivesTheWeightsOfAnUninterruptedTraining()
    {
        using var folder = new TemporaryFolder();
        using var expected = Train(s_options with { LoaderThreads = 1 }, Augmented(Cached(3)));
        var options = s_options with
        {
            LoaderThreads = 3, Checkpoint = new CheckpointOptions(folder.Path, CheckpointInterval.Epochs(9)) { Resumes = true },
        };
        using var source = new CancellationTokenSource();
        using (Train(options with { CancellationToken = source.Token, OnStep = _ => source.Cancel() }, Augmented(Cached(3))))
        {
        }
        using var actual = Train(options with { Seed = null }, Augmented(Cached(3)));
        TensorAssert.AreIdentical(expected.Model.Network, actual.Model.Network);

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Train(options, Augmented(Cached(3), new() { Hue = 0.1 })));
        Assert.Contains("'augmentation' was {", e.Message);
        e = Assert.ThrowsExactly<InvalidOperationException>(() => Train(options, Cached(3)));
        Assert.Contains("and is none", e.Message);
    }

    /// <summary>A cache above Augment would be filled in the first epoch, or was filled before with unchanged rows.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Fit_CachedAfterAugment_SaysWhereTheCacheBelongs(bool isFilled)
    {
        var cached = _mlContext.Data.Cache(Augmented(ToyScenes.View(_mlContext, 4)));
        if (isFilled)
            _ = cached.GetColumn<byte[]>("Frame0").Concat(cached.GetColumn<byte[]>("Frame1")).Count();

        var e = Assert.ThrowsExactly<InvalidOperationException>(() => Train(s_options, _mlContext.Data.ShuffleRows(cached)));

        Assert.Contains("LoadFrames, AppendCacheCheckpoint, Augment, trainer", e.Message);
    }

    /// <summary>As a pipeline of the user's, and over views that open their cursors late.</summary>
    [TestMethod]
    public void Fit_ChainsAndJoinedViews_AreAugmented()
    {
        var scenes = ToyScenes.View(_mlContext, 2);
        var options = s_options with { Epochs = 1, ShufflesRows = false };
        var pipeline = _mlContext.Transforms.CopyColumns("Copy", "Frame0").Append(_mlContext.Transforms.DropColumns("Copy"))
            .AppendCacheCheckpoint(_mlContext).Append(MultiTask.Transforms.Augment(), TransformerScope.Training)
            .Append(MultiTask.Trainers.MultiNetPlusPlus(options));
        using var chained = pipeline.Fit(scenes);
        using var direct = Train(options, Augmented(scenes));
        using var joined = Train(options, MultiTask.Data.Concatenate(Augmented(scenes), Augmented(ToyScenes.View(_mlContext, 1, seed: 3))));
        using var plain = Train(options, MultiTask.Data.Concatenate(scenes, ToyScenes.View(_mlContext, 1, seed: 3)));

        TensorAssert.AreIdentical(direct.Model.Network, MultiTask.GetNetwork(chained).Model.Network);
        Assert.AreNotEqual(plain.History.Epochs[0].Losses["Depth"], joined.History.Epochs[0].Losses["Depth"], 1e-6);
    }

    /// <summary>A label that was computed from an augmented one: nothing tells whether it fits.</summary>
    [TestMethod]
    public void Fit_AColumnMadeAfterAugment_IsNamed()
    {
        var augmented = Augmented(ToyScenes.View(_mlContext, 4));
        var changed = _mlContext.Transforms.CustomMapping<Motion, Motion>(
            (from, to) => to.Values = from.Values, null, Motion.Definition, Motion.Definition).Fit(augmented).Transform(augmented);

        var e = Assert.ThrowsExactly<ArgumentException>(() => Train(s_options, changed));

        Assert.Contains("Column 'Motion' is not augmented, but 'Frame0' is", e.Message);
    }

    private IDataView Cached(int rows) => _mlContext.Data.Cache(ToyScenes.View(_mlContext, rows));                 // shuffled

    private IDataView Augmented(IDataView data, AugmentationOptions? options = null) => MultiTask.Transforms.Augment(options).Fit(data).Transform(data);

    private MultiTaskTransformer Train(MultiNetPlusPlusOptions options, IDataView data) => MultiTask.Trainers.MultiNetPlusPlus(options).Fit(data);

    private sealed class Motion
    {
        public VBuffer<byte> Values { get; set; }

        internal static SchemaDefinition Definition
        {
            get
            {
                var definition = SchemaDefinition.Create(typeof(Motion));
                definition[0].ColumnName = "Motion";
                definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, ToyScenes.Height, ToyScenes.Width);
                return definition;
            }
        }
    }
}
