using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Spectre.Console;

/// <summary>The whole workflow: data, training, evaluation, saving, loading, streaming and a report.</summary>
internal sealed class Demo(DemoOptions options, string output, string streets, CancellationToken cancellation)
{
    private const int StreamedFrames = 60;

    private readonly MLContext _mlContext = new(options.Seed);

    private string ModelPath => Path.Combine(output, "model.zip");

    private string OptionsPath => Path.Combine(output, "options.json");

    internal void Run()
    {
        var multiTask = _mlContext.MultiTask();
        Directory.CreateDirectory(output);

        // 1. Rows of paths; nothing is decoded yet.
        var frames = LoadRows(multiTask, out int classes);
        var finished = options with { Rows = frames.GetColumn<int>("FrameIndex").LongCount() };
        var split = HeldOutRows.Split(_mlContext, frames, options.ValidationFraction);
        Say($"{finished.Rows} rows; held out: {split.Description}.");

        // 2. The model of a finished run with the same options and data, or a new one.
        bool isKnown = File.Exists(ModelPath) && File.Exists(OptionsPath) && File.ReadAllText(OptionsPath) == finished.ToJson();
        if (isKnown)
            Say($"{ModelPath} was trained with these options on this data: training is skipped.");
        var model = isKnown ? multiTask.Load(ModelPath, out _) : Train(multiTask, frames, split, classes, finished);
        using var ownedModel = model as IDisposable;
        var network = multiTask.GetNetwork(model);

        // 3. The held-out rows, scored once and cached.
        var scored = _mlContext.Data.Cache(model.Transform(split.HeldOut));
        var results = new Results(
            options, split.Description, network.History, multiTask.Evaluate(scored), Guesses.Measure(network.Tasks, scored));

        // 4. Files.
        network.SaveWeights(Path.Combine(output, "weights.safetensors"));
        Write("history.json", network.History.ToJson());
        Write("metrics.json", results.Metrics.ToJson());

        // 5. The saved model, loaded in a new context.
        var fresh = new MLContext();
        fresh.MultiTask();                                              // registers this package's models for loading
        var loaded = fresh.Model.Load(ModelPath, out _);
        using (loaded as IDisposable)
        {
            bool isIdentical = Fingerprint(network, scored) == Fingerprint(network, loaded.Transform(split.HeldOut));
            Say($"The loaded model's predictions on the held-out rows are {(isIdentical ? "bit-identical" : "NOT identical")}.");
            Stream(loaded, split.HeldOut);
        }

        // 6. The report, and last the options, which mark the run as finished.
        multiTask.WriteReport(Path.Combine(output, "report.html"), results.ToReport(scored));
        if (network.History.End != TrainingEnd.Cancelled)
            Write(OptionsPath, finished.ToJson());
        results.Show();
        Say($"Report: {Path.Combine(output, "report.html")}");
    }

    private void Write(string name, string text) => TextFile.Replace(Path.Combine(output, name), text);

    private IDataView LoadRows(MultiTaskCatalog multiTask, out int classes)
    {
        if (options.Data is null)
        {
            var watch = Stopwatch.StartNew();
            var summary = multiTask.Data.GenerateStreets(streets, new StreetsOptions
            {
                Sequences = options.Sequences,
                FramesPerSequence = options.FramesPerSequence,
                Height = options.Height,
                Width = options.Width,
                Seed = options.Seed,
                Threads = options.Threads,
            });
            if (summary.IsReused)
                Say($"Streets: reusing {streets}.");
            else
                Say($"Streets: {summary.Frames} frames rendered to {streets} in {watch.Elapsed.TotalSeconds:0.0} s.");
            classes = ClassLabelEncoding.Synthia.ClassCount;
            return multiTask.Data.LoadSynthia(streets, new SynthiaOptions { Streams = options.Streams });
        }
        if (IsSynthia(options.Data))
        {
            classes = ClassLabelEncoding.Synthia.ClassCount;
            return multiTask.Data.LoadSynthia(options.Data, new SynthiaOptions { Streams = options.Streams });
        }
        classes = options.Classes ?? ClassLabelEncoding.Cityscapes.ClassCount;
        return multiTask.Data.LoadFrameFolders(options.Data, new FrameFolderOptions
        {
            Streams = options.Streams,
            Segmentation = options.Classes is { } count ? new ClassLabelEncoding(count) : ClassLabelEncoding.Cityscapes,
        });
    }

    private static bool IsSynthia(string folder) =>
        Directory.Exists(folder)
        && Directory.GetDirectories(folder).Prepend(folder).Any(sequence => Directory.Exists(Path.Combine(sequence, "RGB")));

    private TransformerChain<MultiTaskTransformer> Train(
        MultiTaskCatalog multiTask, IDataView frames, HeldOutRows split, int classes, DemoOptions finished)
    {
        File.Delete(OptionsPath);                                       // until the end this folder holds no finished run
        DenseTask[] tasks =
        [
            .. Has("SegmentationPath") ? [DenseTask.Segmentation(classes)] : Array.Empty<DenseTask>(),
            .. Has("DepthPath") ? [DenseTask.Depth()] : Array.Empty<DenseTask>(),
            .. Has("MotionPath") ? [DenseTask.Motion(classWeights: [1, 4])] : Array.Empty<DenseTask>(),
        ];
        if (tasks.Length == 0)
            throw new InvalidDataException($"'{options.Data}' contains frames but no labels.");

        var unfinished = new UnfinishedRun(Path.Combine(output, "training"), finished.ToJson());
        var display = new TrainingDisplay(options.Epochs);
        var loadFrames = multiTask.Transforms.LoadFrames(options.Height, options.Width);
        var cached = loadFrames.AppendCacheCheckpoint(_mlContext);      // decodes every image once
        var trainer = multiTask.Trainers.MultiNetPlusPlus(new MultiNetPlusPlusOptions
        {
            Tasks = tasks,
            Combiner = options.Combiner.Create(),
            Encoder = options.Encoder,
            EncoderWeights = options.IsPretrained ? EncoderWeights.FromDnnImageFeaturizer() : null,
            EncoderTraining = new() { LearningRateFactor = options.EncoderLearningRateFactor },
            EncoderPrecision = options.Precision,
            Epochs = options.Epochs,
            BatchSize = options.BatchSize,
            LearningRate = options.LearningRate,
            Schedule = LearningRateSchedule.Cosine(),
            ValidationSet = _mlContext.Data.Cache(loadFrames.Fit(split.HeldOut).Transform(split.HeldOut)),
            Device = options.Device,
            Threads = options.Threads,
            Seed = options.Seed,
            Checkpoint = unfinished.Checkpoint,
            CancellationToken = cancellation,
            OnStep = display.OnStep,
            OnEpoch = display.OnEpoch,
        });
        var pipeline = options.Augments
            ? cached.Append(multiTask.Transforms.Augment(), TransformerScope.Training).Append(trainer)
            : cached.Append(trainer);
        var watch = Stopwatch.StartNew();
        var model = display.Run(() => pipeline.Fit(split.Training));
        var history = multiTask.GetNetwork(model).History;
        multiTask.Save(model, frames.Schema, ModelPath);
        bool isCancelled = history.End == TrainingEnd.Cancelled;
        if (!isCancelled) unfinished.Finish();
        Say($"Training {(isCancelled ? "was cancelled (the same command continues it) after" : "took")} {watch.Elapsed.TotalSeconds:0.0} s; the model is {ModelPath}.");
        return model;

        bool Has(string column) => frames.Schema.GetColumnOrNull(column) is not null;
    }

    /// <summary>A hash over every predicted pixel of every row.</summary>
    private static string Fingerprint(MultiTaskTransformer network, IDataView scored)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var columns = network.Tasks.Select(task => scored.Schema[task.PredictedColumnName]).ToArray();
        using var cursor = scored.GetRowCursor(columns);
        Action[] appends = [.. columns.Select(column =>
            ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte) ? Append<byte>(column) : Append<float>(column))];
        while (cursor.MoveNext())
            foreach (var append in appends)
                append();
        return Convert.ToHexString(hash.GetHashAndReset());

        Action Append<T>(DataViewSchema.Column column) where T : unmanaged
        {
            var getter = cursor.GetGetter<VBuffer<T>>(column);
            VBuffer<T> pixels = default;
            return () =>
            {
                getter(ref pixels);
                hash.AppendData(MemoryMarshal.AsBytes(pixels.DenseValues().ToArray().AsSpan()));
            };
        }
    }

    private void Stream(ITransformer model, IDataView heldOut)
    {
        var clip = heldOut.GetColumn<string>("Sequence").Zip(heldOut.GetColumn<string>("Frame0Path")).Take(StreamedFrames).ToArray();
        using var video = _mlContext.MultiTask().CreateStreamingEngine(model);
        video.Predict(clip[0].Second);                                  // warm-up
        string? sequence = null;
        var watch = Stopwatch.StartNew();
        foreach (var (next, frame) in clip)
        {
            if (next != sequence) video.Reset();                        // a new video starts
            sequence = next;
            video.Predict(frame);
        }
        Say($"Streaming: {clip.Length / watch.Elapsed.TotalSeconds:0.0} frames/s, decoding included.");
    }

    private static void Say(FormattableString text) => AnsiConsole.WriteLine(FormattableString.Invariant(text));
}
