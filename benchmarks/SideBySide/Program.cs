// Runs our jobs and, where a script of it is given, the peer's in turn, and prints each figure's median, the ratio and its bar.
using System.CommandLine;
using System.Text.Json;
using Microsoft.ML.MultiTask;
using Spectre.Console;
using static CommandLine;

var peer = new Option<FileInfo?>("--peer")
{
    Description = "the peer: a Python script with the jobs train, infer and load "
        + "[default: the variable MULTITASK_PEER; without it ours alone]",
};
var python = Setting("--python", "python3", "the Python that has the peer's torch");
var rounds = Setting("--rounds", 3, "rounds, each of every job");
var only = new Option<string?>("--only") { Description = "measure only the figures whose name contains this" };
var output = Setting("--output", new DirectoryInfo("artifacts/benchmarks"), "folder for the data and side-by-side.json");
var data = new Option<DirectoryInfo?>("--data") { Description = "sequences as SYNTHIA has them, to train on [default: generated streets]" };
var frames = new Option<DirectoryInfo?>("--frames") { Description = "PNG files to load [default: the generated streets' frames]" };
var steps = Setting("--steps", 5, "repetitions within a job, of which it takes the median");
var threads = Setting("--threads", Environment.ProcessorCount, "CPU threads to compute with, ours and the peer's");
var precision = new Option<EncoderPrecision>("--precision") { Description = "of a job: the numbers that the encoder computes with" };
var decoded = new Option<bool>("--decoded") { Description = "of a job: trains on images that were decoded before" };
var device = Setting("--device", JobOptions.Cpu, "where to compute, ours and the peer's: cpu, cuda or cuda:N");
var name = new Argument<string>("name") { Description = "the job" };
name.AcceptOnlyFromAmong([.. Job.All.Keys]);
var jobCommand = new Command("job", "Does one of our jobs in this process and prints its figures as a line of JSON.") { name };
var command = new RootCommand("Measures the package beside the same network in plain PyTorch.") { peer, python, rounds, only, jobCommand };
var point = new Argument<string>("point") { Description = "batch, streams, tasks, height, width, loader threads, rows" };
var pointCommand = new Command("point", "Trains a few steps of one size in this process and prints the figures as a line of JSON.")
{
    point,
};
var axis = new Option<string?>("--axis") { Description = "measure only what contains this" };
var scaleCommand = new Command("scale", "Measures how time and memory of a training grow with its size, as a table of Markdown.") { axis };
command.Add(pointCommand);
command.Add(scaleCommand);
jobCommand.Add(precision);
jobCommand.Add(decoded);
foreach (var option in new Option[] { output, data, frames, steps, threads, device })
{
    option.Recursive = true;
    command.Add(option);
}

jobCommand.SetAction(arguments =>
    Console.WriteLine(JsonSerializer.Serialize(Job.All[arguments.GetRequiredValue(name)](Options(arguments)))));
pointCommand.SetAction(arguments =>
    Console.WriteLine(JsonSerializer.Serialize(ScaleJob.Run(Options(arguments), ScalePoint.Parse(arguments.GetRequiredValue(point))))));
scaleCommand.SetAction(arguments =>
{
    var axes = ScaleAxis.All.Where(a => a.Name.Contains(arguments.GetValue(axis) ?? "", StringComparison.OrdinalIgnoreCase));
    Console.WriteLine(ScaleTable.Measure(axes, Options(arguments)));
});
command.SetAction(arguments =>
{
    if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 180;
    var options = Options(arguments);
    var script = arguments.GetValue(peer)?.FullName ?? Environment.GetEnvironmentVariable("MULTITASK_PEER");
    var wanted = arguments.GetValue(only) ?? "";
    var figures = Figure.On(options.Device).Where(figure => figure.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).ToArray();
    BenchmarkData.Decode(options);
    var theirs = script is null ? null : new Peer(arguments.GetRequiredValue(python), script, options.Threads, options.Device);
    var results = new Comparison(figures, options, theirs).Run(arguments.GetValue(rounds));
    ComparisonReport.Show(results);
    var path = Path.Combine(arguments.GetRequiredValue(output).FullName, "side-by-side.json");
    ComparisonReport.Write(path, options, arguments.GetValue(rounds), results);
    AnsiConsole.WriteLine(path);
});

return command.Run(args);

JobOptions Options(ParseResult arguments)
{
    var folder = arguments.GetRequiredValue(output).FullName;
    var sequences = arguments.GetValue(data)?.FullName ?? BenchmarkData.Streets(folder);
    return new JobOptions
    {
        Data = sequences,
        Output = folder,
        IsDecoded = arguments.GetValue(decoded),
        Frames = arguments.GetValue(frames)?.FullName ?? BenchmarkData.Frames(folder, sequences),
        Repetitions = arguments.GetValue(steps),
        Threads = arguments.GetValue(threads),
        Precision = arguments.GetValue(precision),
        Device = arguments.GetRequiredValue(device),
    };
}
