namespace Microsoft.ML.MultiTask;

/// <summary>The trainers of <see cref="MultiTaskCatalog.Trainers"/>.</summary>
public sealed class MultiTaskTrainersCatalog
{
    private readonly MLContext _mlContext;

    internal MultiTaskTrainersCatalog(MLContext mlContext) => _mlContext = mlContext;

    /// <summary>
    /// A MultiNet++ trainer with the settings that matter most; everything else as in <see cref="MultiNetPlusPlusOptions"/>.
    /// </summary>
    /// <param name="tasks">The tasks, each with a decoder of its own; at least one.</param>
    /// <param name="combiner">How the tasks' losses become one; null for the geometric mean (GLS).</param>
    /// <param name="encoder">The encoder's architecture; null for ResNet-50.</param>
    /// <param name="epochs">Passes over the data, at least 1.</param>
    /// <param name="batchSize">Rows in a step, at least 1.</param>
    /// <param name="learningRate">Adam's learning rate, positive.</param>
    /// <param name="validationSet">Rows to measure on after each epoch, with the columns that the trainer itself gets; null for none.</param>
    public MultiNetPlusPlusTrainer MultiNetPlusPlus(
        IReadOnlyList<DenseTask> tasks,
        LossCombiner? combiner = null,
        EncoderArchitecture? encoder = null,
        int epochs = 20,
        int batchSize = 4,
        double learningRate = 3e-4,
        IDataView? validationSet = null) => MultiNetPlusPlus(new MultiNetPlusPlusOptions
        {
            Tasks = tasks,
            Combiner = combiner ?? LossCombiner.Geometric(),
            Encoder = encoder ?? EncoderArchitecture.ResNet50,
            Epochs = epochs,
            BatchSize = batchSize,
            LearningRate = learningRate,
            ValidationSet = validationSet,
        });

    /// <summary>A MultiNet++ trainer.</summary>
    /// <param name="options">All settings; checked when <see cref="MultiNetPlusPlusTrainer.Fit(IDataView)"/> is called, never written to.</param>
    public MultiNetPlusPlusTrainer MultiNetPlusPlus(MultiNetPlusPlusOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MultiNetPlusPlusTrainer(_mlContext, options);
    }
}
