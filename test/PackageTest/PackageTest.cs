// What a user does who has nothing but the packages: an empty console application outside the repository, our packages from a folder,
// TorchSharp-cpu, README's program in it, and a run on generated streets.    dotnet run PackageTest.cs -- FOLDER-OF-PACKAGES README.md
#:property PublishAot=false
using System.Diagnostics;

const string TorchSharpVersion = "0.107.0";
string[] packages = ["Microsoft.ML.MultiTask", "Microsoft.ML.MultiTask.Streets", "Microsoft.ML.MultiTask.Reporting", "Microsoft.ML.MultiTask.Pretrained"];
var feed = Path.GetFullPath(args[0]);
var version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "Microsoft.ML.MultiTask.Streets.*.nupkg").Single())["Microsoft.ML.MultiTask.Streets.".Length..];
var program = File.ReadAllText(args[1]).ReplaceLineEndings("\n").Split("<!-- program:")[1].Split("```csharp\n")[1].Split("```")[0];
var folder = Directory.CreateTempSubdirectory("multitask-package-").FullName;
var app = Directory.CreateDirectory(Path.Combine(folder, "App")).FullName;
try
{
    var cache = Run("nuget", "locals", "global-packages", "--list").Split(": ", 2)[1].Trim();
    Run("new", "console", "--output", ".");
    // Ours come from the folder into a cache that ends with this test; everything else is taken from the machine's where it is there.
    File.WriteAllText(Path.Combine(folder, "NuGet.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <fallbackPackageFolders><add key="machine" value="{cache}" /></fallbackPackageFolders>
          <packageSources><add key="multitask" value="{feed}" /></packageSources>
        </configuration>
        """);
    foreach (var package in packages)
        Run("add", "package", package, "--version", version, "--no-restore");
    Run("add", "package", "TorchSharp-cpu", "--version", TorchSharpVersion, "--no-restore");

    File.WriteAllText(Path.Combine(app, "Program.cs"), program.Replace("var mlContext", "SampleData.Write();\nvar mlContext")
        + """multiTask.WriteReport("report.html", new Microsoft.ML.MultiTask.Reporting.TrainingReport { Metrics = metrics, Scored = scored });""");
    File.WriteAllText(Path.Combine(app, "SampleData.cs"), """
        using Microsoft.ML;
        using Microsoft.ML.MultiTask;

        internal static class SampleData
        {
            internal static void Write()
            {
                new MLContext().MultiTask().Data.GenerateStreets("streets", new StreetsOptions { Sequences = 1, FramesPerSequence = 5 });
                Directory.Move(Directory.GetDirectories("streets").Single(), "SYNTHIA-SEQS-02-SUMMER");
                Directory.CreateDirectory("clip");
                foreach (var frame in Directory.GetFiles("SYNTHIA-SEQS-02-SUMMER/RGB/Stereo_Left/Omni_F").Order().Take(2))
                    File.Copy(frame, Path.Combine("clip", Path.GetFileName(frame)));
            }
        }
        """);

    // Links instead of 1.5 GB of copies: without a runtime identifier the output has the natives of every system.
    var build = Run("build", "-p:CreateSymbolicLinksForCopyLocalIfPossible=true");
    Check(!build.Contains("warning", StringComparison.OrdinalIgnoreCase) || build.Contains("0 Warning(s)"), "the build warns:\n" + build);
    foreach (var package in packages)
        Check(Directory.Exists(Path.Combine(folder, "packages", package.ToLowerInvariant(), version)), $"{package} {version} did not come from {feed}");
    Check(Directory.GetFiles(app, "ResNet18.onnx", SearchOption.AllDirectories).Length > 0, "the pretrained weights are not beside the program");
    Console.Write(Run("run", "--no-build"));
    foreach (var file in (string[])["model.zip", "report.html"])
        Check(new FileInfo(Path.Combine(app, file)) is { Exists: true, Length: > 0 }, $"README's program left no {file}");
    Console.WriteLine($"README's program runs in an empty application on {string.Join(", ", packages)} {version} and TorchSharp-cpu {TorchSharpVersion}.");
    return 0;
}
catch (InvalidOperationException e)
{
    Console.Error.WriteLine("Package test failed: " + e.Message);
    return 1;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string Run(params string[] arguments)
{
    var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = app, RedirectStandardOutput = true, RedirectStandardError = true };
    using var process = Process.Start(start)!;
    var error = process.StandardError.ReadToEndAsync();
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    Check(process.ExitCode == 0, $"'dotnet {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{output}\n{error.Result}");
    return output;
}

static void Check(bool holds, string message)
{
    if (!holds)
        throw new InvalidOperationException(message);
}
