// Scores one video frame, with its preceding frames if the model uses several, and writes the prediction of every task as a picture.
using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;
using TorchSharp;
using static TorchSharp.torch;

var modelOption = new Option<FileInfo>("--model") { Description = "a saved model, such as model.zip", Required = true };
var framesOption = new Option<FileInfo[]>("--frames")
{
    Description = "the frame to score, then the one before it, and so on: as many as the model uses",
    Required = true,
    AllowMultipleArgumentsPerToken = true,
};
var outOption = new Option<DirectoryInfo>("--out") { Description = "the folder for the pictures", Required = true };
var rawOption = new Option<FileInfo?>("--raw") { Description = "a safetensors file for the raw decoder outputs and the normalised frames" };
var command = new RootCommand("Writes a trained model's predictions for a video frame as PNG files.")
{
    modelOption, framesOption, outOption, rawOption,
};

command.SetAction(arguments => Score(
    arguments.GetRequiredValue(modelOption).FullName,
    [.. arguments.GetRequiredValue(framesOption).Select(file => file.FullName)],
    arguments.GetRequiredValue(outOption).FullName,
    arguments.GetValue(rawOption)?.FullName));

return command.Run(args);

static void Score(string modelPath, IReadOnlyList<string> framePaths, string folder, string? rawPath)
{
    var multiTask = new MLContext().MultiTask();
    var model = multiTask.Load(modelPath, out _);
    using var disposable = model as IDisposable;
    var network = multiTask.GetNetwork(model);
    if (framePaths.Count != network.Streams)
        throw new ArgumentException($"The model uses {network.Streams} frames, but --frames names {framePaths.Count}.");

    using var scope = NewDisposeScope();
    Tensor[] frames = [.. framePaths.Select(path => multiTask.ReadFrame(path, network.Height, network.Width))];   // uint8 [1, 3, H, W]
    Tensor[] normalized = [.. frames.Select(network.Normalize)];                                                   // float32 [1, 3, H, W]
    var outputs = network.Forward(normalized);                                                                     // per task [1, C, H, W]

    Directory.CreateDirectory(folder);
    var picture = RgbImage.FromPlanes(frames[0].data<byte>().ToArray(), network.Height, network.Width);
    Save("frame", picture);
    foreach (var task in network.Tasks)
    {
        using var prediction = task.Predict(outputs[task.Key]).cpu();                                              // [1, H, W]
        var colors = TaskColors.For(task, network.GetClassNames(task));
        if (task.ItemType.Equals(NumberDataViewType.Byte))
        {
            var classes = prediction.data<byte>().ToArray();
            Save(task.Key, colors.Paint(classes, network.Height, network.Width));
            Save($"{task.Key}-overlay", colors.PaintOver(classes, picture));
        }
        else
        {
            Save(task.Key, colors.Paint(prediction.data<float>().ToArray(), network.Height, network.Width));
        }
    }
    if (rawPath is not null)
    {
        Safetensors.Save(rawPath, [.. outputs, .. normalized.Select((frame, s) => KeyValuePair.Create($"frame{s}", frame))]);
        Console.WriteLine(rawPath);
    }

    void Save(string name, RgbImage image)
    {
        var path = Path.Combine(folder, name + ".png");
        image.SavePng(path);
        Console.WriteLine(path);
    }
}
