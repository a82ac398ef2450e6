using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Which columns Augment replaces, and by what.</summary>
[TestClass]
public sealed class AugmentedColumnTests
{
    private const int H = 4, W = 6;

    private static readonly AugmentationOptions s_flip = new()
    {
        FlipProbability = 1, MaximumScale = 1, Brightness = 0, Contrast = 0, Saturation = 0, Hue = 0,
    };

    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void TransformForEpoch_Flip_MirrorsEveryImageOfTheRow()
    {
        var row = Row.Create();
        var flipped = Read(s_flip, row);

        Assert.AreSequenceEqual(Mirrored(row.Frame0), flipped.Frame0);
        Assert.AreSequenceEqual(Mirrored(row.Frame1), flipped.Frame1);
        Assert.AreSequenceEqual(Mirrored(row.Segmentation), flipped.Segmentation);
        Assert.AreSequenceEqual(Mirrored(row.Depth), flipped.Depth);
    }

    [TestMethod]
    public void TransformForEpoch_Smaller_FillsFramesWithTheMeanAndLabelsWithMissing()
    {
        var options = s_flip with { FlipProbability = 0, MinimumScale = 0.5, MaximumScale = 0.5, Brightness = 0.5, NoiseDeviation = 0 };
        var row = Row.Create();
        row.Segmentation.AsSpan().Fill(3);
        row.Depth.AsSpan().Fill(7);

        var small = Read(options, row);

        int[] outside = [.. Enumerable.Range(0, H * W).Where(i => small.Segmentation[i] == 255)];
        Assert.HasCount(H * W - H / 2 * W / 2, outside);
        Assert.AreSequenceEqual(outside, Enumerable.Range(0, H * W).Where(i => float.IsNaN(small.Depth[i])));
        byte[] fills = [124, 116, 104];
        for (int plane = 0; plane < 3; plane++)
            foreach (int i in outside)
                Assert.AreEqual(fills[plane], small.Frame0[plane * H * W + i]);
    }

    /// <summary>A depth stays under a zoom, unless it is told to be divided by it; a disparity can be multiplied. What is missing stays missing.</summary>
    [TestMethod]
    [DataRow(ZoomEffect.Unchanged, 8f)]
    [DataRow(ZoomEffect.DividedByScale, 4f)]
    [DataRow(ZoomEffect.MultipliedByScale, 16f)]
    public void TransformForEpoch_Zoom_ChangesQuantitiesAsTold(ZoomEffect effect, float expected)
    {
        var row = Row.Create();
        row.Depth.AsSpan().Fill(8);
        row.Depth.AsSpan(0, 3 * W).Fill(float.NaN);
        var options = s_flip with { MinimumScale = 2, MaximumScale = 2, ZoomEffects = new Dictionary<string, ZoomEffect> { ["Depth"] = effect } };

        var zoomed = Enumerable.Range(0, 20).Select(epoch => Read(options, row, epoch).Depth).ToArray();

        Assert.IsTrue(zoomed.SelectMany(depth => depth).All(depth => float.IsNaN(depth) || depth == expected));
        Assert.IsTrue(zoomed.Any(depth => depth.All(float.IsNaN)) && zoomed.Any(depth => depth.Count(float.IsNaN) == H * W / 2));
    }

    /// <summary>Colours change in both frames alike; noise does not repeat from frame to frame.</summary>
    [TestMethod]
    public void TransformForEpoch_EqualFrames_StayEqualButForNoise()
    {
        var row = Row.Create();
        row.Frame1 = [.. row.Frame0];
        var options = new AugmentationOptions { BlurProbability = 1 };

        var alike = Read(options, row, epoch: 3);
        var noisy = Read(options with { NoiseDeviation = 5 }, row, epoch: 3);

        Assert.AreSequenceEqual(alike.Frame0, alike.Frame1);
        Assert.AreNotSequenceEqual(noisy.Frame0, noisy.Frame1);
        Assert.AreSequenceEqual(noisy.Frame0, Read(options with { NoiseDeviation = 5 }, row, epoch: 3).Frame0);
        Assert.AreSequenceEqual(alike.Depth, noisy.Depth);
        Assert.AreEqual(5, Math.Sqrt(noisy.Frame0.Zip(alike.Frame0).Average(pair => Math.Pow(pair.First - pair.Second, 2))), 1.5);
    }

    /// <summary>Columns of the user's own: frames of numbers, which are not rounded, labels of planes, and vectors that are not dense.</summary>
    [TestMethod]
    public void TransformForEpoch_OwnColumns_AreAugmentedToo()
    {
        var own = new Own();
        var options = s_flip with { FrameColumns = ["Left", "Right"], LabelColumns = ["Planes"] };
        var flipped = Read(options, own, Own.Definition);

        Assert.AreSequenceEqual(Mirrored(own.Left), flipped.Left);
        Assert.AreSequenceEqual(Mirrored(own.Right), flipped.Right);
        Assert.AreSequenceEqual(Mirrored(own.Planes), flipped.Planes);
        Assert.AreSequenceEqual(Mirrored([.. own.Sparse.DenseValues()]), flipped.Sparse.DenseValues());
        Assert.AreSequenceEqual(own.Other, flipped.Other);                                 // not of the frames' size
    }

    [TestMethod]
    public void Fit_AColumnThatWouldStay_IsNamed()
    {
        var own = View(new Own(), Own.Definition);
        void Refused(string expected, AugmentationOptions options, IDataView? data = null)
        {
            var e = Assert.ThrowsExactly<ArgumentException>(() => Augment(options).Fit(data ?? own));
            Assert.Contains(expected, e.Message);
        }
        var options = s_flip with { FrameColumns = ["Left", "Right"], LabelColumns = ["Planes"] };
        Refused("Column 'Planes' of type Vector<Single, 2, 4, 6> has the frames' size", options with { LabelColumns = [] });
        Refused("Column 'Right' of type Vector<Single, 3, 4, 6> has the frames' size", options with { FrameColumns = ["Left"] });
        Refused("needs a column 'Frame0', a frame", options with { FrameColumns = null });
        Refused("needs a column 'Up', a frame", options with { FrameColumns = ["Up"] });
        Refused("Column 'Other' must hold a frame", options with { FrameColumns = ["Left", "Other"] });
        Refused("needs a column 'Down', a label of 4 x 6", options with { LabelColumns = ["Planes", "Down"] });
        Refused("needs a column 'Other', a label of 4 x 6", options with { LabelColumns = ["Planes", "Other"] });
        Refused("needs a column 'Far'", options with { ZoomEffects = new Dictionary<string, ZoomEffect> { ["Far"] = ZoomEffect.DividedByScale } });
        Refused("column 'Segmentation', which must be of Single",
            s_flip with { ZoomEffects = new Dictionary<string, ZoomEffect> { ["Segmentation"] = ZoomEffect.DividedByScale } }, View(Row.Create(), Row.Definition));
        Refused("Column 'Left' is augmented already", options, Augment(options).Fit(own).Transform(own));
    }

    [TestMethod]
    public void GetOutputSchema_OfAShape_NamesWhatIsMissing()
    {
        var shape = new SchemaShape([SchemaShapes.Column(_mlContext, "Frame0", new VectorDataViewType(NumberDataViewType.Byte, 3, H, W))]);

        Assert.AreSame(shape, Augment(s_flip).GetOutputSchema(shape));
        var e = Assert.ThrowsExactly<ArgumentException>(() => Augment(s_flip with { LabelColumns = ["Flow"] }).GetOutputSchema(shape));
        Assert.Contains("needs a column 'Flow', but the columns are 'Frame0'", e.Message);
    }

    [TestMethod]
    [DataRow(nameof(AugmentationOptions.FlipProbability), 1.1)]
    [DataRow(nameof(AugmentationOptions.MinimumScale), 0.05)]
    [DataRow(nameof(AugmentationOptions.MaximumScale), 0.9)]
    [DataRow(nameof(AugmentationOptions.MaximumScale), double.NaN)]
    [DataRow(nameof(AugmentationOptions.Brightness), -0.1)]
    [DataRow(nameof(AugmentationOptions.Hue), 0.6)]
    [DataRow(nameof(AugmentationOptions.MinimumBlur), 0.0)]
    [DataRow(nameof(AugmentationOptions.MaximumBlur), 11.0)]
    [DataRow(nameof(AugmentationOptions.NoiseDeviation), 300.0)]
    public void Augment_OptionOutOfRange_IsNamed(string option, double value)
    {
        var options = new AugmentationOptions();
        typeof(AugmentationOptions).GetProperty(option)!.SetValue(options, value);

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Augment(options));

        Assert.AreEqual(option, e.ParamName);
        Assert.Contains($"'{option}' must be from", e.Message);
    }

    /// <summary>Without labels, as when a model scores.</summary>
    [TestMethod]
    public void Transform_DataWithoutTheNamedLabels_PassesFrames()
    {
        var options = s_flip with { ZoomEffects = new Dictionary<string, ZoomEffect> { ["Depth"] = ZoomEffect.DividedByScale } };
        var transformer = Augment(options).Fit(View(Row.Create(), Row.Definition));
        var unlabelled = _mlContext.Transforms.DropColumns("Depth").Fit(View(Row.Create(), Row.Definition)).Transform(View(Row.Create(), Row.Definition));

        Assert.AreSequenceEqual(Row.Create().Frame0, transformer.Transform(unlabelled).GetColumn<byte[]>("Frame0").Single());
    }

    private AugmentEstimator Augment(AugmentationOptions options) => _mlContext.MultiTask().Transforms.Augment(options);

    private IDataView View<T>(T row, SchemaDefinition definition)
        where T : class => _mlContext.Data.LoadFromEnumerable([row], definition);

    private Row Read(AugmentationOptions options, Row row, int epoch = 0) => Read(options, row, Row.Definition, epoch);

    private T Read<T>(AugmentationOptions options, T row, SchemaDefinition definition, int epoch = 0)
        where T : class, new()
    {
        var data = View(row, definition);
        return _mlContext.Data.CreateEnumerable<T>(Augment(options).Fit(data).TransformForEpoch(data, epoch), reuseRowObject: false,
            schemaDefinition: definition).Single();
    }

    private static T[] Mirrored<T>(T[] values) => [.. values.Chunk(W).SelectMany(row => row.Reverse())];

    private sealed class Row
    {
        public byte[] Frame0 { get; set; } = [];
        public byte[] Frame1 { get; set; } = [];
        public byte[] Segmentation { get; set; } = [];
        public float[] Depth { get; set; } = [];

        internal static SchemaDefinition Definition => AugmentedColumnTests.Definition<Row>(
            ("Frame0", NumberDataViewType.Byte, 3), ("Frame1", NumberDataViewType.Byte, 3), ("Segmentation", NumberDataViewType.Byte, 0),
            ("Depth", NumberDataViewType.Single, 0));

        internal static Row Create() => new()
        {
            Frame0 = [.. Enumerable.Range(0, 3 * H * W).Select(i => (byte)(i * 37 % 256))],
            Frame1 = [.. Enumerable.Range(0, 3 * H * W).Select(i => (byte)(i * 91 % 256))],
            Segmentation = [.. Enumerable.Range(0, H * W).Select(i => (byte)(i % 7 == 0 ? 255 : i))],
            Depth = [.. Enumerable.Range(0, H * W).Select(i => i % 5 == 0 ? float.NaN : i)],
        };
    }

    private sealed class Own
    {
        public float[] Left { get; set; } = [.. Enumerable.Range(0, 3 * H * W).Select(i => i * 1.7f % 255)];
        public float[] Right { get; set; } = [.. Enumerable.Range(0, 3 * H * W).Select(i => i * 2.3f % 255)];
        public float[] Planes { get; set; } = [.. Enumerable.Range(0, 2 * H * W).Select(i => (float)i)];
        public VBuffer<float> Sparse { get; set; } = new(H * W, 2, [5, 6], [1, 20]);
        public float[] Other { get; set; } = [1, 2, 3];

        internal static SchemaDefinition Definition
        {
            get
            {
                var definition = AugmentedColumnTests.Definition<Own>(("Left", NumberDataViewType.Single, 3), ("Right", NumberDataViewType.Single, 3),
                    ("Planes", NumberDataViewType.Single, 2), ("Sparse", NumberDataViewType.Single, 0));
                definition["Other"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3);
                return definition;
            }
        }
    }

    private static SchemaDefinition Definition<T>(params (string Name, PrimitiveDataViewType Type, int Planes)[] images)
    {
        var definition = SchemaDefinition.Create(typeof(T));
        foreach (var (name, type, planes) in images)
            definition[name].ColumnType = planes == 0 ? new VectorDataViewType(type, H, W) : new VectorDataViewType(type, planes, H, W);
        return definition;
    }
}
