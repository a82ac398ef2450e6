// Inspects a data set before training: prints statistics of its frames and labels and lists broken files, and optionally writes a contact
// sheet. The exit code is 2 if files are broken, 1 if the data cannot be inspected.
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;
using Microsoft.ML.Runtime;
using Spectre.Console;
using static CommandLine;

var data = new Option<string>("--data") { Description = "the data set", Required = true };
data.AcceptOnlyFromAmong([.. DataSets.ByName.Keys]);
var root = new Option<string>("--root")
{
    Description = "its folder, or the CSV file of a table; streets are rendered if the folder does not exist",
    Required = true,
};
var split = Choice<string>("--split", "all, train, val, test or train_extra, as far as the data set has it; for tables a value of the column Split");
var encoding = new Option<string[]>("--encoding")
{
    Description = "the encoding of a label, such as Motion=AnyMotion; a name or a JSON file; names: " + string.Join(", ", ReadSettings.EncodingNames),
};
var streams = Setting("--streams", 2, "frames per row");
var rows = Choice<int?>("--rows", "maximum number of rows to read, evenly spread [default: all]");
var sheet = Choice<FileInfo>("--sheet", "PNG file for a contact sheet of frames with their labels");
var epochs = Setting("--epochs", 0, "epochs of the default augmentation that the contact sheet shows, up to 20");
var json = Choice<FileInfo>("--json", "JSON file for all results");
var command = new RootCommand("Inspects a data set before training.") { data, root, split, encoding, streams, rows, sheet, epochs, json };

var cancellation = CancelOnCtrlC();

command.SetAction(arguments =>
{
    var mlContext = new MLContext();
    mlContext.Log += (_, log) =>
    {
        if (log.Kind >= ChannelMessageKind.Warning || log.Source.StartsWith("MultiTaskDataCatalog", StringComparison.Ordinal) && log.Kind == ChannelMessageKind.Info)
            Console.WriteLine($"{log.Kind,-14}{log.RawMessage}");
    };
    var catalog = mlContext.MultiTask().Data;
    var encodings = (arguments.GetValue(encoding) ?? []).Select(ReadSettings.ParseEncoding).ToDictionary();
    var settings = new ReadSettings(arguments.GetValue(streams), arguments.GetValue(split), encodings);
    var read = DataSets.ByName[arguments.GetRequiredValue(data)];
    var view = read(catalog, Path.GetFullPath(arguments.GetRequiredValue(root)), settings);
    RequireColumns(view, encodings.Keys);
    var inspection = Show(onProgress => catalog.Inspect(view, new InspectionOptions
    {
        MaximumRows = arguments.GetValue(rows),
        LabelEncodings = encodings,
        OnProgress = onProgress,
        CancellationToken = cancellation,
    }));
    Console.Write(inspection);
    if (arguments.GetValue(json) is { } jsonFile)
        File.WriteAllText(jsonFile.FullName, inspection.ToJson());
    if (arguments.GetValue(sheet) is { } sheetFile)
    {
        var options = new ContactSheetOptions { LabelEncodings = encodings };
        if (arguments.GetValue(epochs) is var shown && shown != 0)
            options = options with { Augmentation = new AugmentationOptions(), Epochs = shown, Rows = 3 };
        var written = catalog.WriteContactSheet(sheetFile.FullName, view, options);
        Console.WriteLine($"{sheetFile.FullName}: {string.Join(", ", written.Columns)} in {written.Rows.Count} lines");
    }
    return inspection.BrokenFiles.Count == 0 ? 0 : 2;
});

return command.Run(args);

static void RequireColumns(IDataView view, IEnumerable<string> labels)
{
    var found = FrameColumn.Find(view.Schema).Where(column => column.Encoding is not null).Select(column => column.Name).ToArray();
    foreach (var label in labels.Where(label => view.Schema.GetColumnOrNull(label + "Path") is null))
        throw new ArgumentException($"--encoding names the label '{label}', but the labels of the data are {string.Join(", ", found)}.");
}

// A terminal gets a progress bar, a file gets none of its control codes.
static DatasetInspection Show(Func<Action<InspectionProgress>, DatasetInspection> inspect) => Console.IsOutputRedirected ? inspect(_ => { })
    : AnsiConsole.Progress().AutoClear(true).Start(display =>
    {
        var rows = display.AddTask("Reading rows");
        return inspect(progress => (rows.MaxValue, rows.Value) = (progress.RowsToRead, progress.RowsRead));
    });
