namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A folder of its own for one test, deleted with what was written into it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("multitask-tests-").FullName;

    /// <summary>Writes a PNG under a relative path and returns its full one.</summary>
    public string Write(string relativePath, PngImage image)
    {
        var path = System.IO.Path.Combine(Path, relativePath);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        image.Write(path);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
