// The main job in one command: streets are generated, a network learns segmentation, depth and motion from pairs of frames, and is
// evaluated, saved, loaded again, run on a video and reported on.
using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.ML.MultiTask;
using Spectre.Console;

var output = new Option<DirectoryInfo>("--output") { Description = "folder for the model, its weights, history, metrics and report", DefaultValueFactory = _ => new("artifacts/demo") };
var data = new Option<DirectoryInfo?>("--data") { Description = "train on this folder instead of generated streets: sequences as SYNTHIA has them, or folders frames, segmentation, depth, motion" };
var classes = new Option<int?>("--classes") { Description = "classes of --data's segmentation folders [default: Cityscapes' 19]" };
var streets = new Option<DirectoryInfo?>("--streets") { Description = "folder for the generated streets [default: streets, beside the output]" };
var sequences = new Option<int>("--sequences") { Description = "sequences of streets", DefaultValueFactory = _ => 12 };
var frames = new Option<int>("--frames") { Description = "frames of each", DefaultValueFactory = _ => 28 };
var height = new Option<int>("--height") { Description = "height of the network's frames, a multiple of 32", DefaultValueFactory = _ => 128 };
var width = new Option<int>("--width") { Description = "width of the network's frames, a multiple of 32", DefaultValueFactory = _ => 224 };
var encoder = new Option<EncoderArchitecture>("--encoder") { Description = "resnet18, resnet34 or resnet50", DefaultValueFactory = _ => EncoderArchitecture.ResNet18 };
var streams = new Option<int>("--streams") { Description = "frames that the network looks at", DefaultValueFactory = _ => 2 };
var combiner = new Option<CombinerChoice>("--combiner") { Description = "how the tasks' losses become one", DefaultValueFactory = _ => CombinerChoice.Geometric };
var epochs = new Option<int>("--epochs") { Description = "passes over the training rows", DefaultValueFactory = _ => 8 };
var batch = new Option<int>("--batch") { Description = "rows in a step", DefaultValueFactory = _ => 4 };
var learningRate = new Option<double>("--learning-rate") { Description = "Adam's learning rate at the start", DefaultValueFactory = _ => 1e-3 };
var fraction = new Option<double>("--validation-fraction") { Description = "share of the sequences to hold out, above 0 and below 1", DefaultValueFactory = _ => 0.2 };
var seed = new Option<int>("--seed") { Description = "seed of streets, weights and order of rows", DefaultValueFactory = _ => 1 };
var device = new Option<string?>("--device") { Description = "cpu, cuda or cuda:N [default: cpu]" };
var threads = new Option<int>("--threads") { Description = "threads to compute with", DefaultValueFactory = _ => Environment.ProcessorCount };
var command = new RootCommand("Trains a MultiNet++ network on generated streets or on a folder of sequences, and reports on it.")
{
    output, data, classes, streets, sequences, frames, height, width, encoder, streams, combiner, epochs, batch, learningRate, fraction, seed, device, threads,
};

if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;        // a file has no edge to wrap lines at
using var cancellation = new CancellationTokenSource();
Console.CancelKeyPress += (_, key) =>
{
    if (cancellation.IsCancellationRequested) return;                   // the second Ctrl+C ends the process
    key.Cancel = true;
    cancellation.Cancel();
    AnsiConsole.WriteLine("Training ends after this step; Ctrl+C once more ends everything.");
};

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
    if (options.Height < 32 || options.Width < 32 || options.Height % 32 != 0 || options.Width % 32 != 0)
        throw new ArgumentException($"--height and --width must be multiples of 32, but were {options.Height} and {options.Width}.");
    var outputFolder = arguments.GetRequiredValue(output).FullName;
    var streetsFolder = arguments.GetValue(streets)?.FullName ?? Path.Combine(Path.GetDirectoryName(outputFolder) ?? outputFolder, "streets");
    new Demo(options, outputFolder, streetsFolder, cancellation.Token).Run();
});

var parsed = command.Parse(args);
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"TrainStreets: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
