// Inspects a data set before training: prints statistics of its frames and labels and lists broken files, and optionally writes a contact
// sheet. The exit code is 2 if files are broken, 1 if the data cannot be inspected.
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;
using Spectre.Console;
using static CommandLine;

var data = new Option<string>("--data") { Description = "the data set", Required = true };
data.AcceptOnlyFromAmong([.. DataSets.ByName.Keys]);
var root = new Option<string>("--root")
{
    Description = "its folder, or the CSV file of a table; streets are rendered if the folder does not exist",
    Required = true,
};
var streams = Setting("--streams", 2, "frames per row");
var rows = Choice<int?>("--rows", "maximum number of rows to read, evenly spread [default: all]");
var sheet = Choice<FileInfo>("--sheet", "PNG file for a contact sheet of frames with their labels");
var json = Choice<FileInfo>("--json", "JSON file for all results");
var command = new RootCommand("Inspects a data set before training.") { data, root, streams, rows, sheet, json };

var cancellation = CancelOnCtrlC();

command.SetAction(arguments =>
{
    var catalog = new MLContext().MultiTask().Data;
    var read = DataSets.ByName[arguments.GetRequiredValue(data)];
    var view = read(catalog, Path.GetFullPath(arguments.GetRequiredValue(root)), arguments.GetValue(streams));
    var inspection = Show(onProgress => catalog.Inspect(view, new InspectionOptions
    {
        MaximumRows = arguments.GetValue(rows),
        OnProgress = onProgress,
        CancellationToken = cancellation,
    }));
    Console.Write(inspection);
    if (arguments.GetValue(json) is { } jsonFile)
        File.WriteAllText(jsonFile.FullName, inspection.ToJson());
    if (arguments.GetValue(sheet) is { } sheetFile)
    {
        var written = catalog.WriteContactSheet(sheetFile.FullName, view);
        Console.WriteLine($"{sheetFile.FullName}: {string.Join(", ", written.Columns)} of {written.Rows.Count} rows");
    }
    return inspection.BrokenFiles.Count == 0 ? 0 : 2;
});

return command.Run(args);

static DatasetInspection Show(Func<Action<InspectionProgress>, DatasetInspection> inspect) =>
    AnsiConsole.Progress().AutoClear(true).Start(display =>
    {
        var rows = display.AddTask("Reading rows");
        return inspect(progress => (rows.MaxValue, rows.Value) = (progress.RowsToRead, progress.RowsRead));
    });
