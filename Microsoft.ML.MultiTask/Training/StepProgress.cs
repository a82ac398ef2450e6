namespace Microsoft.ML.MultiTask;

/// <summary>What a training step did.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Step">The step within the epoch, from 0.</param>
/// <param name="RowsInEpoch">Rows of this epoch trained on so far.</param>
/// <param name="TotalRows">Rows in an epoch: of the data in the first, of the last epoch in the others.</param>
/// <param name="Losses">Each task's loss, by task name; tasks without a label in the batch are not in it.</param>
/// <param name="Weights">
/// Each of those tasks' effective weight: what its gradient counts for in the shared encoder's. Of a combiner of losses it is the
/// derivative of the combined loss by the task's loss.
/// </param>
/// <param name="LearningRate">The learning rate of this step.</param>
/// <param name="Seconds">How long the step took, from its batch to its end.</param>
/// <param name="WaitSeconds">How long training waited for the batch before; near 0 where reading keeps up.</param>
public sealed record StepProgress(
    int Epoch,
    int Step,
    long RowsInEpoch,
    long? TotalRows,
    IReadOnlyDictionary<string, double> Losses,
    IReadOnlyDictionary<string, double> Weights,
    double LearningRate,
    double Seconds,
    double WaitSeconds);
