using Microsoft.ML.MultiTask.Tasks;

namespace Microsoft.ML.MultiTask;

/// <summary>How a trained network scores: chosen with a transform or a streaming engine, not saved with the model.</summary>
public sealed record ScoringOptions
{
    /// <summary>The precision of the encoder.</summary>
    /// <value>Default null: the precision that the network was trained with.</value>
    public EncoderPrecision? EncoderPrecision { get; init; }

    /// <summary>Rows of a data view that are scored together, and read ahead. A frame that consecutive rows share is encoded once.</summary>
    /// <value>At least 1; default 4. A larger batch needs more memory, and is seldom faster on a CPU.</value>
    public int BatchSize { get; init; } = 4;

    /// <summary>
    /// Threads that read the rows of a data view. With one thread the data is read by one cursor, in one pass. With more each has a cursor of its
    /// own over all rows, so the data must be the same for every cursor.
    /// </summary>
    /// <value>At least 1; default 1. More are of use with a GPU whose input is decoded while it is scored.</value>
    public int LoaderThreads { get; init; } = 1;

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Validate()
    {
        OptionCheck.Holds(
            EncoderPrecision is null || Enum.IsDefined(EncoderPrecision.Value),
            nameof(EncoderPrecision), "one of the defined values", EncoderPrecision);
        OptionCheck.Holds(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        OptionCheck.Holds(LoaderThreads >= 1, nameof(LoaderThreads), "at least 1", LoaderThreads);
    }
}
