// Trains the same small network with a list of strategies and seeds on one data set, and each task alone, and writes a table and a page.
using System.CommandLine;
using Microsoft.ML.MultiTask;
using static CommandLine;

var strategies = new Option<string[]>("--strategies")
{
    Description = "names of LossCombiner's methods, with arguments where wanted: Geometric, Focused(Motion), ImtlL+PCGrad; "
        + "or all, losses, gradients",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["Equal", "Geometric", "Uncertainty", "DynamicWeightAverage", "Famo", "PCGrad", "CAGrad", "NashMtl"],
};
var list = new Option<bool>("--list") { Description = "only lists the strategies that need no argument" };
var output = Setting("--output", new DirectoryInfo("artifacts/compare"), "folder for the finished runs, the table and the page");
var data = new Option<DirectoryInfo?>("--data") { Description = "sequences as SYNTHIA has them, instead of generated streets" };
var streets = new Option<DirectoryInfo?>("--streets") { Description = "folder for generated streets [default: streets within the output]" };
var seeds = Setting("--seeds", 2, "runs of each strategy, with seeds from 1 on");
var sequences = Setting("--sequences", 60, "sequences of streets");
var frames = Setting("--frames", 6, "frames of each");
var height = Setting("--height", 64, "height of the network's frames, a multiple of 32");
var width = Setting("--width", 128, "width of the network's frames, a multiple of 32");
var encoder = Setting("--encoder", EncoderArchitecture.ResNet18, "the encoder");
var epochs = Setting("--epochs", 6, "passes over the training rows");
var batch = Setting("--batch", 4, "rows in a step");
var learningRate = Setting("--learning-rate", 1e-3, "Adam's learning rate at the start");
var fraction = Setting("--validation-fraction", 0.2, "share of the sequences to hold out, above 0 and below 1");
var device = new Option<string?>("--device") { Description = "cpu, cuda or cuda:N [default: cpu]" };
var threads = Setting("--threads", Environment.ProcessorCount, "threads to compute with");
var command = new RootCommand("Compares strategies of multi-task training. Killed half-way, the same command goes on with the next run.")
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
        Encoder = arguments.GetValue(encoder),
        Epochs = arguments.GetValue(epochs),
        BatchSize = arguments.GetValue(batch),
        LearningRate = arguments.GetValue(learningRate),
        ValidationFraction = arguments.GetValue(fraction),
        Device = arguments.GetValue(device),
        Threads = arguments.GetValue(threads),
    };
    int runs = arguments.GetValue(seeds);
    if (runs < 1)
        throw new ArgumentException($"--seeds must be at least 1, but was {runs}.");
    if (options.ValidationFraction is not (> 0 and < 1))
        throw new ArgumentException($"--validation-fraction must be above 0 and below 1, but was {options.ValidationFraction}.");
    if (options.Threads < 1)
        throw new ArgumentException($"--threads must be at least 1, but was {options.Threads}.");
    Strategy[] chosen = [.. arguments.GetRequiredValue(strategies).SelectMany(Strategy.Parse).DistinctBy(strategy => strategy.Text)];
    var folder = arguments.GetRequiredValue(output).FullName;
    Directory.CreateDirectory(folder);
    var streetsFolder = arguments.GetValue(streets)?.FullName ?? Path.Combine(folder, "streets");
    new Comparison(options, folder, streetsFolder, cancellation).Run(chosen, [.. Enumerable.Range(1, runs)]);
});

return command.Run(args);
