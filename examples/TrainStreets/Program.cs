// The whole workflow in one command: generates streets, trains a network for segmentation, depth and motion on pairs of frames, evaluates,
// saves and loads it, runs it on a video, and writes a report.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using Spectre.Console;
using static CommandLine;

var output = Setting("--output", new DirectoryInfo("artifacts/demo"), "folder for the model, its weights, history, metrics and report");
var data = Choice<DirectoryInfo>("--data", "train on this folder instead of generated streets: sequences in SYNTHIA's layout, "
    + "or with folders frames, segmentation, depth, motion");
var classes = Choice<int?>("--classes", "classes in the segmentation folders of --data [default: Cityscapes' 19]");
var streets = Choice<DirectoryInfo>("--streets", "folder for generated streets [default: streets beside the output]");
var sequences = Setting("--sequences", 120, "generated sequences");
var frames = Setting("--frames", 6, "frames per sequence");
var height = Setting("--height", 128, "height of the network's frames, a multiple of 32");
var width = Setting("--width", 224, "width of the network's frames, a multiple of 32");
var encoder = OneOf("--encoder", null, EncoderArchitecture.Known, "the encoder [default: ResNet18, with --pretrained DnnResNet18]");
var pretrained = Choice<bool>("--pretrained", "start the encoder from ImageNet weights, those of ML.NET's package Microsoft.ML.DnnImageFeaturizer.ResNet18");
var encoderRate = Setting("--encoder-rate", 1.0, "factor on the learning rate for the encoder");
var precision = Setting("--precision", EncoderPrecision.Full, "the precision of the encoder");
var streams = Setting("--streams", 2, "frames per row");
var combiner = Setting("--combiner", CombinerChoice.Geometric, "how the task losses are combined");
var augment = new Option<bool>("--augment") { Description = "flip, scale, crop and recolour the frames in every epoch" };
var epochs = Setting("--epochs", 4, "epochs");
var batch = Setting("--batch", 4, "rows per step");
var learningRate = Setting("--learning-rate", 1e-3, "Adam's learning rate at the start");
var fraction = Setting("--validation-fraction", 0.15, "share of the sequences to hold out, above 0 and below 1");
var seed = Setting("--seed", 1, "seed of streets, initial weights and shuffling");
var device = Choice<string>("--device", "cpu, cuda or cuda:N [default: cpu]");
var threads = Setting("--threads", Environment.ProcessorCount, "compute threads");
var command = new RootCommand("Trains a MultiNet++ network on generated streets or on a folder of sequences, and reports on it.")
{
    output, data, classes, streets, sequences, frames, height, width, encoder, pretrained, encoderRate, precision, streams, combiner, augment,
    epochs, batch,
    learningRate, fraction, seed, device, threads,
};

if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;        // do not wrap lines in files
var cancellation = CancelOnCtrlC();
cancellation.Register(() => AnsiConsole.WriteLine("Training ends after this step; press Ctrl+C again to quit."));

command.SetAction(arguments =>
{
    var options = new DemoOptions
    {
        Data = arguments.GetValue(data)?.FullName,
        Classes = arguments.GetValue(classes),
        Sequences = arguments.GetValue(sequences),
        FramesPerSequence = arguments.GetValue(frames),
        Height = arguments.GetValue(height),
        Width = arguments.GetValue(width),
        Streams = arguments.GetValue(streams),
        Encoder = arguments.GetValue(encoder)
            ?? (arguments.GetValue(pretrained) ? EncoderArchitecture.DnnResNet18 : EncoderArchitecture.ResNet18),
        IsPretrained = arguments.GetValue(pretrained),
        EncoderLearningRateFactor = arguments.GetValue(encoderRate),
        Precision = arguments.GetValue(precision),
        Combiner = arguments.GetValue(combiner),
        Augments = arguments.GetValue(augment),
        Epochs = arguments.GetValue(epochs),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        ValidationFraction = arguments.GetValue(fraction),
        Seed = arguments.GetValue(seed),
        Device = arguments.GetValue(device),
        Threads = arguments.GetValue(threads),
    };
    RequireFraction(fraction, options.ValidationFraction);
    RequireAtLeast(threads, options.Threads, 1);
    if (options.Height < 32 || options.Width < 32 || options.Height % 32 != 0 || options.Width % 32 != 0)
        throw new ArgumentException($"--height and --width must be multiples of 32, but were {options.Height} and {options.Width}.");
    var outputFolder = arguments.GetRequiredValue(output).FullName;
    var streetsFolder = arguments.GetValue(streets)?.FullName
        ?? Path.Combine(Path.GetDirectoryName(outputFolder) ?? outputFolder, "streets");
    new Demo(options, outputFolder, streetsFolder, cancellation).Run();
});

return command.Run(args);
