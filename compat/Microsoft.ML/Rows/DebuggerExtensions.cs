using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class DebuggerExtensions
{
    private const int DefaultMaxRows = 100;

    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DefaultMaxRows) => new(data, maxRows);

    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = DefaultMaxRows) =>
        new(transformer.Transform(data), maxRows);

    public static DataDebuggerPreview Preview(this IEstimator<ITransformer> estimator, IDataView data, int maxRows = DefaultMaxRows,
        int maxTrainingRows = DefaultMaxRows)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        Check.Param(maxTrainingRows >= 0, nameof(maxTrainingRows), "Must not be negative.");
        return new(estimator.Fit(new SkipTakeDataView(data, 0, maxTrainingRows)).Transform(data), maxRows);
    }
}
