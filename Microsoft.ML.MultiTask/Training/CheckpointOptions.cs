using static Microsoft.ML.MultiTask.Tasks.OptionCheck;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Saves the whole state of a training every now and then, and continues from it: weights, optimizers, combiner, history, best weights, and
/// the place in the order of rows. A resumed training ends with the weights of one that was never interrupted, bit for bit on the same
/// machine with the same number of threads.
/// </summary>
/// <remarks>
/// A checkpoint is a safetensors file with a checksum, written aside and renamed, so a training may be killed at any moment. One is also
/// saved when training ends or is cancelled. One that cannot be written (a full disk) is a warning, and training goes on.
/// </remarks>
public sealed record CheckpointOptions
{
    /// <summary>Sets where checkpoints are and how many.</summary>
    /// <param name="folder">The folder of one training; created if it does not exist.</param>
    /// <param name="every">How often; by default every epoch.</param>
    /// <param name="keep">How many of the newest are kept, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty, or <paramref name="keep"/> is below 1.</exception>
    public CheckpointOptions(string folder, CheckpointInterval? every = null, int keep = 2)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        (Folder, Every, Keep) = (folder, every ?? CheckpointInterval.Epochs(1), AtLeast(keep, 1));
    }

    /// <summary>The folder of the checkpoints: of one training, and of one process at a time.</summary>
    public string Folder { get; }

    /// <summary>How often a checkpoint is saved.</summary>
    public CheckpointInterval Every { get; }

    /// <summary>The number of checkpoints that are kept.</summary>
    public int Keep { get; }

    /// <summary>
    /// Whether training continues from the newest valid checkpoint in the folder, and starts anew only where there is none. Without it a
    /// folder that has checkpoints is an error. Of a training that has ended, Fit returns the model at once; more epochs continue it.
    /// </summary>
    /// <value>Default false.</value>
    public bool Resumes { get; init; }
}
