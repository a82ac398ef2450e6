using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The streaming engine decodes image files only for models whose frames LoadFrames decoded.</summary>
[TestClass]
public sealed class OtherDecodingTests
{
    private const int Height = 32, Width = 64;

    [TestMethod]
    public void Stream_ModelOfMLNetsImageTransforms_RefusesFiles_AndTakesPixels()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Path = Write(folder, i) }).ToArray());
        var pipeline = mlContext.Transforms.LoadImages("Image", folder.Path, "Path")
            .Append(mlContext.Transforms.ResizeImages("Image", Width, Height, resizing: ImageResizingEstimator.ResizingKind.Fill))
            .Append(mlContext.Transforms.ExtractPixels("Frame0", "Image"))
            .Append(multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Tasks = [DenseTask.Motion()], Epochs = 1, FrameColumnNames = ["Frame0"] }));
        using var model = pipeline.Fit(rows);
        var scored = model.Transform(rows);

        using var video = multiTask.CreateStreamingEngine(model);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() => video.Predict(Path.Combine(folder.Path, "0.png")));
        Assert.Contains("its training data had frames in 'Frame0' that LoadFrames did not decode", e.Message);
        Assert.Contains("pass its pixels, [3, 32, 64], as bytes or floats", e.Message);
        using var image = MLImage.CreateFromFile(Path.Combine(folder.Path, "0.png"));
        Assert.ThrowsExactly<InvalidOperationException>(() => video.Predict(image));

        var frames = MultiTaskTransformerTests.Column<float>(scored, "Frame0");
        foreach (var (frame, expected) in frames.Zip(MultiTaskTransformerTests.Column<byte>(scored, "PredictedMotion")))
        {
            Assert.IsLessThan(3, expected.Zip(video.Predict(frame).Classes("Motion")).Count(pixel => pixel.First != pixel.Second));
            Assert.IsLessThan(3, expected.Zip(video.Predict(Array.ConvertAll(frame, f => (byte)f)).Classes("Motion")).Count(pixel => pixel.First != pixel.Second));
        }
    }

    /// <summary>Caching, shuffling, filtering and copying keep what LoadFrames says of its frames; so does the model's file.</summary>
    [TestMethod]
    public void Stream_ModelOfLoadFrames_ReadsFiles_AlsoWhenLoaded()
    {
        using var folder = new TemporaryFolder();
        var mlContext = new MLContext(seed: 1);
        var multiTask = mlContext.MultiTask();
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 3).Select(i => new Row { Frame0Path = Path.Combine(folder.Path, Write(folder, i)) }).ToArray());
        var pipeline = multiTask.Transforms.LoadFrames(Height, Width)
            .Append(mlContext.Transforms.CopyColumns("Frame", "Frame0"))
            .AppendCacheCheckpoint(mlContext);
        using var frames = pipeline.Fit(rows);
        var view = mlContext.Data.ShuffleRows(mlContext.Data.TakeRows(mlContext.Data.Cache(frames.Transform(rows)), 3));
        using var model = multiTask.Trainers.MultiNetPlusPlus(ToyScenes.Options with { Tasks = [DenseTask.Motion()], Epochs = 1, FrameColumnNames = ["Frame"] }).Fit(view);

        using var file = new MemoryStream();
        mlContext.Model.Save(model, view.Schema, file);
        file.Position = 0;
        using var loaded = multiTask.GetNetwork(mlContext.Model.Load(file, out _));
        foreach (var network in new[] { model, loaded })
        {
            using var video = multiTask.CreateStreamingEngine(network);
            Assert.HasCount(Height * Width, video.Predict(Path.Combine(folder.Path, "0.png")).Classes("Motion"));
        }
    }

    /// <summary>A picture with edges, larger than the model's frames.</summary>
    private static string Write(TemporaryFolder folder, int number)
    {
        folder.Write($"{number}.png", PngImage.Rgb8(3 * Width, 3 * Height, [.. Enumerable.Range(0, 27 * Width * Height).Select(i => (byte)(i / 7 % 2 * (40 * number + i % 100)))]));
        return $"{number}.png";
    }

    private sealed class Row
    {
        public string Path { get; set; } = "";

        public string Frame0Path { get; set; } = "";

        [VectorType(Height, Width)]
        public byte[] Motion { get; set; } = [.. Enumerable.Range(0, Height * Width).Select(i => (byte)(i % 2))];
    }
}
