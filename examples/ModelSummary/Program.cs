// Prints the number of parameters of a network, part by part, or of every encoder and decoder, or table 2 of the MultiNet++ paper.
using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using static CommandLine;

var encoder = OneOf("--encoder", EncoderArchitecture.ResNet50, EncoderArchitecture.Known, "the encoder");
var layout = Setting("--layout", EncoderLayout.Torchvision, "its variant; keras has convolution biases and is counted as Keras counts");
var aggregation = Setting("--aggregation", FrameAggregation.Concatenation, "how the features of the frames are aggregated");
var streams = Setting("--streams", 2, "frames per row");
var tasks = Setting("--tasks", "segmentation:20,depth:1,motion:2", "the decoders, each a name and its number of output channels");
var decoder = OneOf("--decoder", DecoderArchitecture.Fcn8, DecoderArchitecture.Known, "the decoders' architecture");
var list = new Option<bool>("--list") { Description = "print every encoder, and every decoder for the encoder and the tasks" };
var paper = new Option<bool>("--paper") { Description = "print table 2 of the paper instead" };
var command = new RootCommand("Prints the number of parameters of a MultiNet++ network, part by part.")
{
    encoder, layout, decoder, aggregation, streams, tasks, list, paper,
};

var multiTask = new MLContext().MultiTask();
command.SetAction(arguments =>
{
    if (arguments.GetValue(paper))
    {
        PrintPaper();
        return;
    }
    var options = new MultiNetPlusPlusOptions
    {
        Tasks = ParseTasks(arguments.GetRequiredValue(tasks)),
        Encoder = arguments.GetRequiredValue(encoder)!,
        Layout = arguments.GetValue(layout),
        Decoder = arguments.GetRequiredValue(decoder)!,
        Aggregation = arguments.GetValue(aggregation),
    };
    if (arguments.GetValue(list))
    {
        PrintArchitectures(options, arguments.GetValue(streams));
        return;
    }
    var summary = multiTask.Summarize(options, arguments.GetValue(streams));
    foreach (var part in summary.Parts)
        Console.WriteLine($"{part.Name} {part.Parameters}");
    Console.WriteLine($"total {summary.Total}");
});

return command.Run(args);

// Only the number of channels matters here: one is a quantity per pixel, more are classes.
static DenseTask[] ParseTasks(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split(':') switch
{
    [{ Length: > 0 } name, "1"] => DenseTask.Depth(name: name),
    [{ Length: > 0 } name, var channels] when int.TryParse(channels, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
        => DenseTask.Segmentation(count, name: name),
    _ => throw new ArgumentException($"A task must be a name and its output channels, such as segmentation:20, but was '{part}'."),
})];

void PrintArchitectures(MultiNetPlusPlusOptions options, int frames)
{
    Console.WriteLine($"{"encoder",-20}{"parameters",14}  channels at 1/4, 1/8, 1/16, 1/32");
    foreach (var known in EncoderArchitecture.Known)
    {
        long parameters = multiTask.Summarize(options with { Encoder = known, Layout = EncoderLayout.Torchvision }, frames).Parts[0].Parameters;
        Console.WriteLine($"{known.Name,-20}{Count(parameters),14}  {string.Join(", ", known.Channels)}");
    }
    Console.WriteLine();
    Console.WriteLine($"{"decoder",-20}{string.Concat(options.Tasks.Select(task => $"{task.Name,14}"))}  levels, on {frames} frames by {options.Encoder}");
    foreach (var known in DecoderArchitecture.Known)
    {
        var parts = multiTask.Summarize(options with { Decoder = known }, frames).Parts.Skip(1);
        Console.WriteLine($"{known.Name,-20}{string.Concat(parts.Select(part => $"{Count(part.Parameters),14}"))}  {known.Levels}");
    }
}

void PrintPaper()
{
    Console.WriteLine("Table 2: parameters of 1-task, 2-task and 3-task models on one and two frames (ResNet-50 as Keras has it)");
    PrintHalf("KITTI and Cityscapes", segmentationClasses: 20, ["segmentation", "depth", "motion"],
        [
            ["segmentation"], ["depth"], ["motion"],
            ["segmentation", "depth"], ["segmentation", "motion"], ["segmentation", "depth", "motion"],
        ]);
    PrintHalf("SYNTHIA", segmentationClasses: 13, ["segmentation", "depth"],
        [["segmentation"], ["depth"], ["segmentation", "depth"]]);
}

void PrintHalf(string data, int segmentationClasses, string[] columns, string[][] models)
{
    var channels = new Dictionary<string, int> { ["segmentation"] = segmentationClasses, ["depth"] = 1, ["motion"] = 2 };
    Console.WriteLine();
    Console.WriteLine(Line(data, "frames", ["encoder", .. columns, "total"]));
    foreach (var model in models)
    {
        var options = new MultiNetPlusPlusOptions
        {
            Tasks = ParseTasks(string.Join(',', model.Select(task => $"{task}:{channels[task]}"))),
            Encoder = EncoderArchitecture.ResNet50,
            Layout = EncoderLayout.Keras,
        };
        foreach (int frames in model.Length == 1 ? [1] : new[] { 1, 2 })
        {
            var summary = multiTask.Summarize(options, frames);
            var counts = summary.Parts.ToDictionary(part => part.Name, part => Count(part.Parameters));
            Console.WriteLine(Line(string.Join(" + ", model), $"{frames}",
                [counts["encoder"], .. columns.Select(column => counts.GetValueOrDefault(column, "-")), Count(summary.Total)]));
        }
    }
}

static string Count(long parameters) => parameters.ToString("N0", CultureInfo.InvariantCulture);

static string Line(string name, string frames, IEnumerable<string> cells) =>
    $"{name,-30}{frames,6}" + string.Concat(cells.Select(cell => $"{cell,14}"));
