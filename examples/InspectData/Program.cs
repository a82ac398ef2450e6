// Reads a data set as one would before a night's training: what is in its frames and labels, and which files are broken. Writes a contact
// sheet of some rows. The exit code is 2 if files are broken, 1 if the data cannot be inspected at all.
using Microsoft.ML.MultiTask.Reporting;
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.MultiTask;
using Spectre.Console;
using static CommandLine;

var data = new Option<string>("--data") { Description = "the data set", Required = true };
data.AcceptOnlyFromAmong([.. DataSets.ByName.Keys]);
var root = new Option<string>("--root")
{
    Description = "its folder, or a table's CSV file; streets are rendered if there are none",
    Required = true,
};
var streams = Setting("--streams", 2, "frames of a row");
var rows = new Option<int?>("--rows") { Description = "the most rows to read, evenly spread [default: all]" };
var sheet = new Option<FileInfo?>("--sheet") { Description = "a PNG file for some frames with their labels laid over" };
var json = new Option<FileInfo?>("--json") { Description = "a file for everything that was found" };
var command = new RootCommand("Inspects a data set before it is trained on.") { data, root, streams, rows, sheet, json };

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
