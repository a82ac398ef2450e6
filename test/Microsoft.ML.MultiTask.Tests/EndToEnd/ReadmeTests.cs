namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The README's program compiles, is what the README shows, and runs.</summary>
[TestClass]
[DoNotParallelize]                                          // changes the process' current directory
public sealed class ReadmeTests
{
    [TestMethod]
    public void Program_InReadme_IsTheOneThatRuns()
    {
        var readme = Lines("README.md").SkipWhile(line => !line.StartsWith("<!-- program:", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line != "```").Where(line => !line.StartsWith("using Microsoft.", StringComparison.Ordinal));
        var source = Lines("ReadmeProgram.cs").SkipWhile(line => line.Trim() != "internal static void Run()").Skip(2).TakeWhile(line => line != "    }");
        Assert.AreSequenceEqual(
            source.Select(line => line.Length > 8 ? line[8..] : "").SkipWhile(string.IsNullOrEmpty).ToArray(),
            readme.SkipWhile(string.IsNullOrEmpty).ToArray());
    }

    [TestMethod]
    public void Program_OnAShortSequence_Runs()
    {
        using var folder = new TemporaryFolder();
        new MLContext().MultiTask().Data.GenerateStreets(Path.Combine(folder.Path, "streets"), new StreetsOptions { Sequences = 1, FramesPerSequence = 5 });
        Directory.Move(Directory.GetDirectories(Path.Combine(folder.Path, "streets")).Single(), Path.Combine(folder.Path, "SYNTHIA-SEQS-02-SUMMER"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "clip"));
        foreach (var frame in Directory.GetFiles(Path.Combine(folder.Path, "SYNTHIA-SEQS-02-SUMMER", "RGB", "Stereo_Left", "Omni_F")).Take(2))
            File.Copy(frame, Path.Combine(folder.Path, "clip", Path.GetFileName(frame)));

        var before = Environment.CurrentDirectory;
        try
        {
            Environment.CurrentDirectory = folder.Path;
            ReadmeProgram.Run();
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }
        Assert.IsTrue(File.Exists(Path.Combine(folder.Path, "model.zip")));
    }

    private static string[] Lines(string resource)
    {
        using var reader = new StreamReader(typeof(ReadmeTests).Assembly.GetManifestResourceStream(resource)!);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd())];
    }
}
