// Trains the same small network with a list of strategies and seeds on one data set, and each task alone, and writes a table and a page.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using static CommandLine;

var strategies = new Option<string[]>("--strategies")
{
    Description = "names of LossCombiner's methods, optionally with arguments: Geometric, Focused(Motion), ImtlL+PCGrad; "
        + "or all, losses, gradients",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["Equal", "Geometric", "Uncertainty", "DynamicWeightAverage", "Famo", "PCGrad", "CAGrad", "NashMtl"],
};
var list = new Option<bool>("--list") { Description = "lists the strategies that need no arguments, and exits" };
var output = Setting("--output", new DirectoryInfo("artifacts/compare"), "folder for the finished runs, the table and the page");
var data = Choice<DirectoryInfo>("--data", "sequences in SYNTHIA's layout, instead of generated streets");
var streets = Choice<DirectoryInfo>("--streets", "folder for generated streets [default: streets within the output]");
var seeds = Setting("--seeds", 2, "runs of each strategy, with seeds 1, 2, …");
var sequences = Setting("--sequences", 60, "generated sequences");
var frames = Setting("--frames", 6, "frames per sequence");
var height = Setting("--height", 64, "height of the network's frames, a multiple of 32");
var width = Setting("--width", 128, "width of the network's frames, a multiple of 32");
var encoder = OneOf("--encoder", EncoderArchitecture.ResNet18, EncoderArchitecture.Known, "the encoder");
var epochs = Setting("--epochs", 6, "epochs");
var batch = Setting("--batch", 4, "rows per step");
var learningRate = Setting("--learning-rate", 1e-3, "Adam's learning rate at the start");
var fraction = Setting("--validation-fraction", 0.2, "share of the sequences to hold out, above 0 and below 1");
var device = Choice<string>("--device", "cpu, cuda or cuda:N [default: cpu]");
var threads = Setting("--threads", Environment.ProcessorCount, "compute threads");
var command = new RootCommand("Compares multi-task training strategies. If interrupted, the same command continues with the next run.")
{
    strategies, list, output, data, streets, seeds, sequences, frames, height, width, encoder, epochs, batch, learningRate, fraction,
    device, threads,
};

var cancellation = CancelOnCtrlC();

command.SetAction(arguments =>
{
    if (arguments.GetValue(list))
    {
        foreach (var name in Strategy.Names)
            Console.WriteLine(name);
        return;
    }
    var options = new CompareOptions
    {
        Data = arguments.GetValue(data)?.FullName,
        Sequences = arguments.GetValue(sequences),
        FramesPerSequence = arguments.GetValue(frames),
        Height = arguments.GetValue(height),
        Width = arguments.GetValue(width),
        Encoder = arguments.GetRequiredValue(encoder)!,
        Epochs = arguments.GetValue(epochs),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        ValidationFraction = arguments.GetValue(fraction),
        Device = arguments.GetValue(device),
        Threads = arguments.GetValue(threads),
    };
    int runs = arguments.GetValue(seeds);
    RequireAtLeast(seeds, runs, 1);
    RequireFraction(fraction, options.ValidationFraction);
    RequireAtLeast(threads, options.Threads, 1);
    Strategy[] chosen = [.. arguments.GetRequiredValue(strategies).SelectMany(Strategy.Parse).DistinctBy(strategy => strategy.Text)];
    var folder = arguments.GetRequiredValue(output).FullName;
    Directory.CreateDirectory(folder);
    var streetsFolder = arguments.GetValue(streets)?.FullName ?? Path.Combine(folder, "streets");
    new Comparison(options, folder, streetsFolder, cancellation).Run(chosen, [.. Enumerable.Range(1, runs)]);
});

return command.Run(args);
