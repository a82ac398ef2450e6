using System.Diagnostics;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// What the build makes of a program starts by itself, not only by <c>dotnet</c>: an executable that is a link looks for its libraries where the
/// link points. Programs.props decides it for examples, benchmarks and tests alike; this is the program of the tests.
/// </summary>
[TestClass]
public sealed class ProgramStartTests
{
    [TestMethod]
    public void Executable_StartedByItself_Runs()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Microsoft.ML.MultiTask.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using var process = Process.Start(new ProcessStartInfo(path, ["none"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = process.StandardError.ReadToEnd();
        Assert.IsTrue(process.WaitForExit(60_000));
        Assert.Contains("Expected: save", error, "what the program says of an argument that it does not know");
    }
}
