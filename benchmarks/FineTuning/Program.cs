// Trains on a few labelled frames of real video, once for each seed, and measures on the last rows of every sequence: what an encoder's initial
// weights, an optimizer and its learning rate bring. The folder is in the layout of LoadFrameFolders (frames, segmentation, depth, motion).
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using static CommandLine;

var data = new Argument<DirectoryInfo>("data") { Description = "folder of sequences" };
var heldOut = Setting("--held-out", 3, "rows at the end of each sequence to measure on");
var frames = Setting("--frames", 2, "frames that the network sees, 1 or 2; the rows are the same");
var pretrained = Choice<bool>("--pretrained", "start from the ImageNet weights of ML.NET's ResNet-18");
var encoderRate = Setting("--encoder-rate", 1.0, "factor on the learning rate for the encoder");
var augments = Choice<bool>("--augment", "flip, scale, crop and recolour the training rows");
var optimizer = Setting("--optimizer", OptimizerKind.Adam, "the optimizer");
var learningRate = Choice<double?>("--learning-rate", "the learning rate [default: the trainer's]");
var batch = Setting("--batch", 4, "rows per step");
var epochs = Setting("--epochs", 30, "epochs");
var seeds = Setting("--seeds", 3, "seeds, from 1");
var height = Setting("--height", 96, "height of the frames, a multiple of 32");
var width = Setting("--width", 320, "width of the frames, a multiple of 32");
var command = new RootCommand("Measures what an encoder's initial weights bring on a few real frames.")
{
    data, heldOut, frames, pretrained, encoderRate, augments, optimizer, learningRate, batch, epochs, seeds, height, width,
};
command.SetAction(arguments =>
{
    string[] names = arguments.GetValue(frames) == 1 ? ["Frame0"] : ["Frame0", "Frame1"];
    var results = new List<double[]>();
    for (var seed = 1; seed <= arguments.GetValue(seeds); seed++)
    {
        var mlContext = new MLContext(seed);
        var multiTask = mlContext.MultiTask();
        var rows = multiTask.Data.LoadFrameFolders(arguments.GetRequiredValue(data).FullName);
        var last = mlContext.Data.CreateEnumerable<Place>(rows, reuseRowObject: false).GroupBy(row => row.Sequence)
            .SelectMany(sequence => sequence.OrderBy(row => row.FrameIndex).TakeLast(arguments.GetValue(heldOut)))
            .Select(row => (row.Sequence, row.FrameIndex)).ToHashSet();
        var training = mlContext.Data.FilterByCustomPredicate<Place>(rows, row => last.Contains((row.Sequence, row.FrameIndex)));
        var test = mlContext.Data.FilterByCustomPredicate<Place>(rows, row => !last.Contains((row.Sequence, row.FrameIndex)));

        var options = new MultiNetPlusPlusOptions
        {
            Tasks = [DenseTask.Segmentation(19), DenseTask.Depth(), DenseTask.Motion()],
            FrameColumnNames = names,
            Encoder = EncoderArchitecture.DnnResNet18,
            EncoderWeights = arguments.GetValue(pretrained) ? EncoderWeights.FromDnnImageFeaturizer() : null,
            EncoderTraining = new() { LearningRateFactor = arguments.GetValue(encoderRate) },
            Optimizer = arguments.GetValue(optimizer),
            Epochs = arguments.GetValue(epochs),
            BatchSize = arguments.GetValue(batch),
            Seed = seed,
        };
        if (arguments.GetValue(learningRate) is { } rate) options = options with { LearningRate = rate };
        var trainer = multiTask.Trainers.MultiNetPlusPlus(options);
        var loaded = multiTask.Transforms.LoadFrames(arguments.GetValue(height), arguments.GetValue(width)).AppendCacheCheckpoint(mlContext);
        TransformerChain<MultiTaskTransformer> model = arguments.GetValue(augments)
            ? loaded.Append(multiTask.Transforms.Augment(), TransformerScope.Training).Append(trainer).Fit(training)
            : loaded.Append(trainer).Fit(training);
        using var network = multiTask.GetNetwork(model);
        var metrics = multiTask.Evaluate(model.Transform(test));
        double[] values = [Value("Segmentation", "PixelAccuracy"), Value("Segmentation", "MeanIoU"), Value("Depth", "AbsRelError"), Value("Motion", "MovingIoU")];
        results.Add(values);
        Console.WriteLine(FormattableString.Invariant(
            $"seed {seed}: pixel accuracy {values[0]:F3}, mean IoU {values[1]:F3}, AbsRel {values[2]:F3}, moving IoU {values[3]:F3}; {network.History.Epochs.Sum(epoch => epoch.Seconds):F0} s"));

        double Value(string task, string metric) => metrics[task].Values.Single(value => value.Key == metric).Value;
    }
    double[] mean = [.. Enumerable.Range(0, 4).Select(i => results.Average(values => values[i]))];
    Console.WriteLine(FormattableString.Invariant(
        $"mean: pixel accuracy {mean[0]:F3}, mean IoU {mean[1]:F3}, AbsRel {mean[2]:F3}, moving IoU {mean[3]:F3}"));
});
return command.Parse(args).Invoke();

/// <summary>Where a row is.</summary>
internal sealed class Place
{
    public string Sequence { get; set; } = "";

    public int FrameIndex { get; set; }
}
