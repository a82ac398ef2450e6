// Runs our jobs and those of one or two peers in turn, and prints each figure's medians, the ratio to the best peer and its bar.
using System.CommandLine;
using System.Text.Json;
using Microsoft.ML.MultiTask;
using static CommandLine;

var peer = new Option<FileInfo?>("--peer") { Description = "the peer on PyTorch: a Python script with the jobs train, infer and load" };
var python = Setting("--python", File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", "the Python that has the peer's torch");
var peerTorchSharp = new Option<FileInfo?>("--peer-torchsharp")
{
    Description = "the peer on TorchSharp, with the jobs train and infer: a program, a .dll, or a .csproj, which is built",
};
var rounds = Setting("--rounds", 3, "rounds, each of every job");
var only = new Option<string?>("--only") { Description = "measure only the figures whose name contains this" };
var command = new RootCommand("Measures the package beside the same network in plain PyTorch and in plain TorchSharp.")
{
    peer, python, peerTorchSharp, rounds, only,
};

var output = Setting("--output", new DirectoryInfo("artifacts/benchmarks"), "folder for the data, side-by-side.md and side-by-side.json");
var data = new Option<DirectoryInfo?>("--data") { Description = "sequences in SYNTHIA's layout to train on [default: generated streets]" };
var frames = new Option<DirectoryInfo?>("--frames") { Description = "PNG files to load [default: the generated streets' frames]" };
var steps = Setting("--steps", 5, "timed repetitions within a job, of which it takes the median");
var threads = Setting("--threads", Environment.ProcessorCount, "CPU threads to compute with, ours and the peers'");
var height = Setting("--height", 224, "height of the network's input, pixels");
var width = Setting("--width", 384, "width of the network's input, pixels");
var device = Setting("--device", JobOptions.Cpu, "where to compute, ours and the peers': cpu, cuda or cuda:N");
var times = Setting("--times", 1, "how many times as long the jobs of lifetimes take: 50 for 2,000 steps, 10,000 scored rows and 2,500 frames");
foreach (var option in new Option[] { output, data, frames, steps, threads, height, width, device, times })
{
    option.Recursive = true;
    command.Add(option);
}

var name = new Argument<string>("name") { Description = "the job" };
name.AcceptOnlyFromAmong([.. Job.All.Keys]);
var precision = new Option<EncoderPrecision>("--precision") { Description = "the numbers that the encoder computes with" };
var decoded = new Option<bool>("--decoded") { Description = "train on images that were decoded before" };
var jobCommand = new Command("job", "Does one of our jobs in this process and prints its figures as a line of JSON.") { name, precision, decoded };
jobCommand.SetAction(arguments => Print(Job.All[arguments.GetRequiredValue(name)](
    Options(arguments) with { Precision = arguments.GetValue(precision), IsDecoded = arguments.GetValue(decoded) })));

var axis = new Option<string?>("--axis") { Description = "measure only the axes whose name contains this" };
var scaleCommand = new Command("scale", "Measures how time and memory of a training grow with its size, as a table of Markdown.") { axis };
scaleCommand.SetAction(arguments =>
{
    var axes = ScaleAxis.All.Where(a => a.Name.Contains(arguments.GetValue(axis) ?? "", StringComparison.OrdinalIgnoreCase));
    Console.WriteLine(ScaleTable.Measure(axes, Options(arguments)));
});

var point = new Argument<string>("point") { Description = "batch, streams, tasks, height, width, loader threads, rows" };
var pointCommand = new Command("point", "Trains a few steps of one size in this process and prints the figures as a line of JSON.") { point };
pointCommand.SetAction(arguments => Print(ScaleJob.Run(Options(arguments), ScalePoint.Parse(arguments.GetRequiredValue(point)))));

var lifetimesCommand = new Command(
    "lifetimes", "Counts live tensors, memory, threads and handles over 40 training steps, 50 scored batches and 50 streamed frames, as a table of Markdown.");
lifetimesCommand.SetAction(arguments => Console.WriteLine(LifetimeTable.Measure(Options(arguments))));

foreach (var subcommand in new[] { jobCommand, scaleCommand, pointCommand, lifetimesCommand })
    command.Add(subcommand);
command.SetAction(arguments =>
{
    var job = Options(arguments);
    var peers = new Dictionary<string, Peer>();
    if (arguments.GetValue(peer) is { } script)
        peers["pytorch"] = new Peer(arguments.GetRequiredValue(python), [script.FullName], job);
    if (arguments.GetValue(peerTorchSharp) is { } program)
        peers["torchsharp"] = PeerProgram.Open(program, Path.Combine(job.Output, "peer"), job);
    var wanted = Figure.On(job.Device).Where(figure => figure.Name.Contains(arguments.GetValue(only) ?? "", StringComparison.OrdinalIgnoreCase));

    OurProcess.Run("prepare", job);
    var comparison = new Comparison([.. wanted], job, peers);
    var results = comparison.Run(arguments.GetValue(rounds));
    var table = ComparisonReport.Markdown(results);
    var path = Path.Combine(job.Output, "side-by-side");
    File.WriteAllText(path + ".md", table);
    File.WriteAllText(path + ".json", ComparisonReport.Json(job, arguments.GetValue(rounds), results));
    Console.WriteLine($"{Environment.NewLine}{table}{Environment.NewLine}{path}.md, .json");
    return comparison.Failed.Count == 0 ? 0 : 1;
});

return command.Run(args);

static void Print(IReadOnlyDictionary<string, double> figures) => Console.WriteLine(JsonSerializer.Serialize(figures));

JobOptions Options(ParseResult arguments)
{
    var folder = arguments.GetRequiredValue(output).FullName;
    var sequences = arguments.GetValue(data)?.FullName ?? BenchmarkData.Streets(folder);
    return new JobOptions
    {
        Data = sequences,
        Output = folder,
        Frames = arguments.GetValue(frames)?.FullName ?? BenchmarkData.Frames(folder, sequences),
        Height = arguments.GetValue(height),
        Width = arguments.GetValue(width),
        Repetitions = arguments.GetValue(steps),
        Threads = arguments.GetValue(threads),
        Times = arguments.GetValue(times),
        Device = arguments.GetRequiredValue(device),
    };
}
