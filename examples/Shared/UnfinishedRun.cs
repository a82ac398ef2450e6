using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.MultiTask;

/// <summary>The checkpoints of a run until it is finished: started again, it continues from them. Other options have a folder of their own.</summary>
/// <param name="path">The path of the run's files, without extension.</param>
/// <param name="options">All that the run depends on.</param>
internal sealed class UnfinishedRun(string path, string options)
{
    private readonly string _folder = $"{path}.unfinished-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(options)))[..8]}";

    internal CheckpointOptions Checkpoint => new(_folder, CheckpointInterval.Minutes(1), keep: 1) { Resumes = true };

    /// <summary>Deletes the checkpoints.</summary>
    internal void Finish()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
