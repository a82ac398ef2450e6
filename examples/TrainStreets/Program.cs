// The main job in one command: streets are generated, a network learns segmentation, depth and motion from pairs of frames, and is
// evaluated, saved, loaded again, run on a video and reported on.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using Spectre.Console;
using static CommandLine;

var output = Setting("--output", new DirectoryInfo("artifacts/demo"), "folder for the model, its weights, history, metrics and report");
var data = new Option<DirectoryInfo?>("--data")
{
    Description = "train on this folder instead of generated streets: sequences as SYNTHIA has them, "
        + "or with folders frames, segmentation, depth, motion",
};
var classes = new Option<int?>("--classes") { Description = "classes in the segmentation folders of --data [default: Cityscapes' 19]" };
var streets = new Option<DirectoryInfo?>("--streets") { Description = "folder for generated streets [default: streets beside the output]" };
var sequences = Setting("--sequences", 120, "sequences of streets");
var frames = Setting("--frames", 6, "frames of each");
var height = Setting("--height", 128, "height of the network's frames, a multiple of 32");
var width = Setting("--width", 224, "width of the network's frames, a multiple of 32");
var encoder = Setting("--encoder", EncoderArchitecture.ResNet18, "the encoder");
var precision = Setting("--precision", EncoderPrecision.Full, "the numbers that the encoder computes with");
var streams = Setting("--streams", 2, "frames that the network looks at");
var combiner = Setting("--combiner", CombinerChoice.Geometric, "how the tasks' losses become one");
var epochs = Setting("--epochs", 4, "passes over the training rows");
var batch = Setting("--batch", 4, "rows in a step");
var learningRate = Setting("--learning-rate", 1e-3, "Adam's learning rate at the start");
var fraction = Setting("--validation-fraction", 0.15, "share of the sequences to hold out, above 0 and below 1");
var seed = Setting("--seed", 1, "seed of streets, weights and order of rows");
var device = new Option<string?>("--device") { Description = "cpu, cuda or cuda:N [default: cpu]" };
var threads = Setting("--threads", Environment.ProcessorCount, "threads to compute with");
var command = new RootCommand("Trains a MultiNet++ network on generated streets or on a folder of sequences, and reports on it.")
{
    output, data, classes, streets, sequences, frames, height, width, encoder, precision, streams, combiner, epochs, batch, learningRate,
    fraction, seed, device, threads,
};

if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;        // a file has no edge to wrap lines at
var cancellation = CancelOnCtrlC();
cancellation.Register(() => AnsiConsole.WriteLine("Training ends after this step; Ctrl+C once more ends everything."));

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
        Encoder = arguments.GetValue(encoder),
        Precision = arguments.GetValue(precision),
        Combiner = arguments.GetValue(combiner),
        Epochs = arguments.GetValue(epochs),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        ValidationFraction = arguments.GetValue(fraction),
        Seed = arguments.GetValue(seed),
        Device = arguments.GetValue(device),
        Threads = arguments.GetValue(threads),
    };
    if (options.ValidationFraction is not (> 0 and < 1))
        throw new ArgumentException($"--validation-fraction must be above 0 and below 1, but was {options.ValidationFraction}.");
    if (options.Threads < 1)
        throw new ArgumentException($"--threads must be at least 1, but was {options.Threads}.");
    if (options.Height < 32 || options.Width < 32 || options.Height % 32 != 0 || options.Width % 32 != 0)
        throw new ArgumentException($"--height and --width must be multiples of 32, but were {options.Height} and {options.Width}.");
    var outputFolder = arguments.GetRequiredValue(output).FullName;
    var streetsFolder = arguments.GetValue(streets)?.FullName
        ?? Path.Combine(Path.GetDirectoryName(outputFolder) ?? outputFolder, "streets");
    new Demo(options, outputFolder, streetsFolder, cancellation).Run();
});

return command.Run(args);
