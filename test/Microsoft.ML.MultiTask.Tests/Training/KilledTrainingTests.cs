using System.Globalization;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Trainings in processes of their own: two give the same weights, and so does one that is killed (SIGKILL) and continued.</summary>
[TestClass]
public sealed class KilledTrainingTests : IDisposable
{
    /// <summary>The number of kills, for a longer run: MULTITASK_KILLS.</summary>
    private static readonly int s_kills = int.TryParse(
        Environment.GetEnvironmentVariable("MULTITASK_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out int kills) ? kills : 1;

    private const int KillsOfATraining = 2;

    private readonly TemporaryFolder _folder = new();

    public TestContext TestContext { get; set; } = null!;

    public void Dispose() => _folder.Dispose();

    /// <summary>Every schedule over every kind of view: whatever depended on timing would differ.</summary>
    [TestMethod]
    public async Task Fit_InTwoProcesses_GivesIdenticalWeights()
    {
        string[] outputs = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            using var process = TrainingProcess.Start("weights");
            return await process.StandardOutput.ReadToEndAsync(TestContext.CancellationToken);
        }));
        Assert.HasCount(30, outputs[0].Split('\n', StringSplitOptions.RemoveEmptyEntries), outputs[0]);
        Assert.AreEqual(outputs[0], outputs[1]);
    }

    [TestMethod]
    public void Fit_KilledAndContinued_GivesTheWeightsOfAnUninterruptedTraining()
    {
        string expected = Train(Path.Combine(_folder.Path, "whole")).Single(line => line.StartsWith("weights ", StringComparison.Ordinal));
        int kills = 0, written = 0;
        for (int training = 0; kills < s_kills; training++)
        {
            string folder = Path.Combine(_folder.Path, $"killed{training}");
            var random = new Random(training);
            string? last = null;
            for (int attempt = 0; last is null; attempt++)
            {
                bool isKilled = attempt < KillsOfATraining && kills < s_kills;
                bool hasCheckpoint = Directory.Exists(folder) && Directory.GetFiles(folder, "*.safetensors").Length > 0;
                var lines = Train(folder, isKilled ? random : null);
                if (hasCheckpoint) Assert.Contains(line => line.StartsWith("Continuing from", StringComparison.Ordinal), lines, string.Join('\n', lines));
                if (isKilled) kills++;
                if (Directory.GetFiles(folder, "*.tmp").Length > 0) written++;
                last = lines.SingleOrDefault(line => line.StartsWith("weights ", StringComparison.Ordinal));
            }
            Assert.AreEqual(expected, last);
        }
        TestContext.WriteLine($"{s_kills} kills, {written} of them within a write");
    }

    /// <summary>Trains in a process, and kills it a moment after one of its steps where a generator is given.</summary>
    private static List<string> Train(string folder, Random? kill = null)
    {
        using var process = TrainingProcess.Start("train", folder);
        int steps = kill?.Next(2, 5) ?? int.MaxValue;
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("epoch", StringComparison.Ordinal) && --steps == 0)
            {
                Thread.Sleep(kill!.Next(1000));                             // any moment of about a step and its checkpoint: the weights are the same
                process.Kill();
            }
        }
        process.WaitForExit();
        return lines;
    }
}
