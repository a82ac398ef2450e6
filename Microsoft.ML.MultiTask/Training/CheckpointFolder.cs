using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>The checkpoints of a training in their folder, which is locked while this lives.</summary>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Prefix = "checkpoint-", Extension = ".safetensors", LockName = "checkpoints.lock";

    private readonly CheckpointOptions _options;
    private readonly FileStream _lock;
    private readonly Action<string> _warn;
    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private long _lastSteps;

    /// <exception cref="InvalidOperationException">The folder cannot be written, another process uses it, or it has a training's checkpoints.</exception>
    internal CheckpointFolder(CheckpointOptions options, Action<string> warn)
    {
        (_options, _warn) = (options, warn);
        try
        {
            Directory.CreateDirectory(options.Folder);
            _lock = new FileStream(Path.Combine(options.Folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (var left in Directory.EnumerateFiles(options.Folder, $".{Prefix}*.tmp"))   // of a process that was killed
                File.Delete(left);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _lock?.Dispose();
            throw new InvalidOperationException(
                $"Option 'Checkpoint' names the folder '{options.Folder}', which must be one to write to, of one training at a time: {e.Message}", e);
        }
        if (options.Resumes || !NewestFirst().Any()) return;
        _lock.Dispose();
        throw new InvalidOperationException(
            $"The folder '{options.Folder}' of option 'Checkpoint' has checkpoints of an earlier training. Set Resumes to continue it, or "
            + "name another folder.");
    }

    /// <summary>Reads the newest valid checkpoint; says which ones are damaged.</summary>
    /// <returns>Null where there is none. The caller disposes it.</returns>
    /// <exception cref="InvalidOperationException">The checkpoint is of a training with other options.</exception>
    internal SavedTraining? Resume(
        IReadOnlyDictionary<string, string> settings, MultiNetPlusPlusOptions options, Action<string> warn)
    {
        foreach (var path in NewestFirst())
        {
            try
            {
                var saved = TrainingState.Read(path);
                TrainingSettings.Check(saved.Position, settings, options, path, warn);
                saved.Position.Continue(options.Epochs);
                StartAt(saved.Position.Steps);
                return saved;
            }
            catch (InvalidDataException e)
            {
                warn($"Checkpoint '{path}' is passed over: {e.Message}");
            }
        }
        return null;
    }

    private IEnumerable<string> NewestFirst() =>
        Directory.EnumerateFiles(_options.Folder, $"{Prefix}*{Extension}").Where(path => StepsOf(path) is not null).OrderByDescending(StepsOf);

    /// <summary>Whether it is time to save after a step.</summary>
    internal bool IsDueAfterStep(long steps) =>
        steps - _lastSteps >= _options.Every.StepCount || _sinceLast.Elapsed.TotalMinutes >= _options.Every.MinuteCount;

    /// <summary>Whether it is time to save after an epoch.</summary>
    internal bool IsDueAfterEpoch(int epochs) => epochs % _options.Every.EpochCount == 0;

    /// <summary>Starts to count from here.</summary>
    internal void StartAt(long steps) => _lastSteps = steps;

    /// <summary>Saves a checkpoint and deletes those that are too many. A file that cannot be written is a warning.</summary>
    internal void Save(TrainingState state)
    {
        string path = Path.Combine(_options.Folder, $"{Prefix}{state.Position.Steps.ToString("D9", CultureInfo.InvariantCulture)}{Extension}");
        try
        {
            state.Save(path);
            foreach (var old in NewestFirst().Skip(_options.Keep).ToArray())
                File.Delete(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _warn($"Checkpoint '{path}' could not be saved, and training goes on: {e.Message}");
        }
        StartAt(state.Position.Steps);
        _sinceLast.Restart();
    }

    public void Dispose() => _lock.Dispose();

    private static long? StepsOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long steps)
            ? steps : null;
}
