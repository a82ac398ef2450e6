using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class DataOperationsCatalog
{
    private readonly HostEnvironment _env;

    internal DataOperationsCatalog(HostEnvironment env) => _env = env;

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, SchemaDefinition schemaDefinition = null)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        return new EnumerableDataView<TRow>(data, schemaDefinition);
    }

    public IDataView LoadFromEnumerable<TRow>(IEnumerable<TRow> data, DataViewSchema schema)
        where TRow : class
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(schema);
        return new EnumerableDataView<TRow>(data, SchemaDefinition.Of<TRow>(schema));
    }

    public IEnumerable<TRow> CreateEnumerable<TRow>(IDataView data, bool reuseRowObject, bool ignoreMissingColumns = false,
        SchemaDefinition schemaDefinition = null)
        where TRow : class, new()
    {
        ArgumentNullException.ThrowIfNull(data);
        return Enumerate(data, new ObjectBinding<TRow>(data.Schema, ignoreMissingColumns, schemaDefinition), reuseRowObject);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var name in columnsToPrefetch ?? [])
        {
            if (input.Schema.GetColumnOrNull(name) == null) throw Check.MissingColumn(nameof(columnsToPrefetch), "prefetch", name);
        }
        return new CachedDataView(input, columnsToPrefetch);
    }

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity,
        double upperBound = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.NonEmpty(columnName, nameof(columnName));
        Check.Param(lowerBound < upperBound, nameof(upperBound), "Must be greater than lowerBound");
        var type = input.Schema[columnName].Type;
        if (type is not NumberDataViewType) throw Check.SchemaMismatch(nameof(columnName), "filter", columnName, "number", type.ToString());
        Check.Param(RowFilters.HasRange(type), nameof(columnName), $"Column '{columnName}' does not have compatible type");
        return RowFilters.Range(input, columnName, lowerBound, upperBound, includeUpper: false);
    }

    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.NonEmpty(columnName, nameof(columnName));
        Check.Param(lowerBound >= 0 && lowerBound <= 1, nameof(lowerBound), "Must be in [0, 1]");
        Check.Param(upperBound >= 0 && upperBound <= 1, nameof(upperBound), "Must be in [0, 1]");
        Check.Param(lowerBound <= upperBound, nameof(upperBound), "Must be no less than lowerBound");
        var type = input.Schema[columnName].Type;
        if (type is not KeyDataViewType) throw Check.SchemaMismatch(nameof(columnName), "filter", columnName, "KeyType", type.ToString());
        return RowFilters.Range(input, columnName, lowerBound, upperBound, includeUpper: false);
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.Param(columns is { Length: > 0 }, nameof(columns), "Must name at least one column.");
        return RowFilters.Complete(input, columns);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.Param(shufflePoolSize > 0, nameof(shufflePoolSize), "Must be positive");
        seed ??= (int)((MLRandom)_env.Register("Shuffle").Rand).NextWord();
        return new ShuffledDataView(input, seed.Value, shufflePoolSize, shuffleSource);
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.Param(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, count, long.MaxValue);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        ArgumentNullException.ThrowIfNull(input);
        Check.Param(count > 0, nameof(count), "Must be greater than zero.");
        return new SkipTakeDataView(input, 0, count);
    }

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check.Param(testFraction > 0 && testFraction < 1, nameof(testFraction), "Must be between 0 and 1 exclusive");
        var split = SplitColumn.Add(data, samplingKeyColumnName, seed ?? _env.Seed);
        return new TrainTestData(split.Rows(0, testFraction, includeUpper: false, complement: true),
            split.Rows(0, testFraction, includeUpper: false, complement: false));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null,
        int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        Check.Param(numberOfFolds > 1, nameof(numberOfFolds), "Must be more than 1");
        var split = SplitColumn.Add(data, samplingKeyColumnName, seed ?? _env.Seed);
        return Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            (double lower, double upper) = ((double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds);
            return new TrainTestData(split.Rows(lower, upper, includeUpper: true, complement: true),
                split.Rows(lower, upper, includeUpper: true, complement: false));
        }).ToArray();
    }

    private static IEnumerable<TRow> Enumerate<TRow>(IDataView data, ObjectBinding<TRow> binding, bool reuseRowObject)
        where TRow : class, new()
    {
        using var cursor = data.GetRowCursor(binding.Sources);
        var fill = binding.CreateWriter(cursor);
        TRow row = null;
        while (cursor.MoveNext())
        {
            if (!reuseRowObject || row == null) row = new TRow();
            fill(row);
            yield return row;
        }
    }

    public readonly struct TrainTestData
    {
        public readonly IDataView TrainSet;
        public readonly IDataView TestSet;

        internal TrainTestData(IDataView trainSet, IDataView testSet)
        {
            TrainSet = trainSet;
            TestSet = testSet;
        }
    }
}
