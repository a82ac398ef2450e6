// Prints the cost of a training step with each strategy, as a multiple of one with equal weights: ResNet-18, three tasks, batches of two
// rows of two frames, 224 x 384. Each run has its own process, and each round goes through all strategies, so that drift cancels.
using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using static CommandLine;

var rounds = Setting("--rounds", 3, "how often each strategy is run");
var steps = Setting("--steps", 5, "steps that a run measures");
var threads = Setting("--threads", Environment.ProcessorCount, "CPU threads to compute with");
steps.Recursive = threads.Recursive = true;
var only = new Option<string[]>("--only")
{
    Description = "measure these beside equal weights only",
    AllowMultipleArgumentsPerToken = true,
    HelpName = "strategy",
};
only.AcceptOnlyFromAmong([.. Strategy.All.Select(strategy => strategy.Name)]);
var name = new Argument<string>("strategy") { HelpName = "strategy" };
name.AcceptOnlyFromAmong([.. Strategy.All.Select(strategy => strategy.Name)]);
var one = new Command("one", "Runs one strategy in this process and prints a step's milliseconds and the peak memory in MiB.") { name };
var command = new RootCommand("Measures what a training step costs with each strategy.") { rounds, steps, threads, only, one };

one.SetAction(arguments =>
{
    var strategy = Strategy.All.Single(s => s.Name == arguments.GetValue(name));
    var run = StrategyRun.Here(strategy, arguments.GetValue(steps), arguments.GetValue(threads));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Milliseconds} {run.PeakMebibytes}"));
});
command.SetAction(arguments =>
{
    if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 180;
    var given = arguments.GetValue(only) ?? [];
    var strategies = Strategy.All.Where(s => given.Length == 0 || s.Name == Strategy.Baseline || given.Contains(s.Name)).ToArray();
    var runs = strategies.ToDictionary(strategy => strategy, _ => new List<StrategyRun>());
    for (var round = 0; round < arguments.GetValue(rounds); round++)
        foreach (var strategy in strategies)
            runs[strategy].Add(StrategyRun.InProcess(strategy, arguments.GetValue(steps), arguments.GetValue(threads)));

    var baseline = runs[strategies[0]];
    var table = new Table().AddColumns("strategy", "ms a step", "times equal", "bar", "peak MiB", "times equal");
    foreach (var (strategy, measured) in runs)
    {
        var time = StrategyRun.Median(measured.Zip(baseline, (run, equal) => run.Milliseconds / equal.Milliseconds));
        var memory = StrategyRun.Median(measured.Zip(baseline, (run, equal) => run.PeakMebibytes / equal.PeakMebibytes));
        table.AddRow(
            strategy.Name,
            StrategyRun.Median(measured.Select(run => run.Milliseconds)).ToString("F0", CultureInfo.InvariantCulture),
            time.ToString("F2", CultureInfo.InvariantCulture),
            (time <= strategy.Bar ? "" : "above ") + strategy.Bar.ToString("F2", CultureInfo.InvariantCulture),
            StrategyRun.Median(measured.Select(run => run.PeakMebibytes)).ToString("F0", CultureInfo.InvariantCulture),
            memory.ToString("F2", CultureInfo.InvariantCulture));
    }
    AnsiConsole.Write(table);
});
return command.Run(args);
