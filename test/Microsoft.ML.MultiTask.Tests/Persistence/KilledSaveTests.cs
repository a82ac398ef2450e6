using System.Diagnostics;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A child process that saves a model again and again is killed (SIGKILL) while it does.</summary>
[TestClass]
public sealed class KilledSaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string ModelPath => Path.Combine(_folder.Path, "model.zip");

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Save_KilledHalfway_LeavesTheOldModel_AndTheNextSaveTidiesUp()
    {
        SavedBlob.Save(ModelPath, number: 1);
        for (var kill = 0; kill < 2; kill++)
        {
            using (var child = Start("halfway"))
            {
                Assert.AreEqual("halfway", child.StandardOutput.ReadLine());
                Kill(child);
            }
            Assert.AreEqual(1, SavedBlob.Load(ModelPath));
            Assert.IsNotEmpty(Temporary(), "the kill left something to tidy up");
        }

        SavedBlob.Save(ModelPath, number: 2);

        Assert.AreEqual(2, SavedBlob.Load(ModelPath));
        Assert.IsEmpty(Temporary());
    }

    [TestMethod]
    public void Save_KilledAtAnyMoment_LeavesAWholeModel()
    {
        var random = new Random(1);
        for (var kill = 0; kill < 4; kill++)
        {
            using (var child = Start("forever"))
            {
                Assert.AreEqual("saved", child.StandardOutput.ReadLine());
                Thread.Sleep(random.Next(60));                              // any moment: what is asserted holds at each
                Kill(child);
            }
            Assert.IsGreaterThan(0, SavedBlob.Load(ModelPath));
        }
        SavedBlob.Save(ModelPath, number: 3);
        Assert.HasCount(1, Directory.GetFiles(_folder.Path));
    }

    [TestMethod]
    public void Save_WhileAnotherProcessSaves_LeavesItsTemporaryFile()
    {
        using var child = Start("halfway");
        Assert.AreEqual("halfway", child.StandardOutput.ReadLine());

        SavedBlob.Save(ModelPath, number: 5);

        Assert.HasCount(1, Temporary());
        Kill(child);
        SavedBlob.Save(ModelPath, number: 6);
        Assert.IsEmpty(Temporary());
    }

    private string[] Temporary() => Directory.GetFiles(_folder.Path, "*.tmp");

    private Process Start(string how)
    {
        var assembly = typeof(KilledSaveTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", ["exec", assembly, "save", how, ModelPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static void Kill(Process child)
    {
        child.Kill();
        child.WaitForExit();
    }
}
