using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;

/// <summary>Scores the rows of a data view that is in memory: consecutive frames of a video, every task's prediction.</summary>
internal static class ScoringJob
{
    private const int Rows = 16;

    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = new MLContext(seed: 1);
        var decoded = Job.DecodedRows(mlContext, job);
        using var model = Job.Model(mlContext, decoded, job);
        var rows = mlContext.Data.Cache(mlContext.Data.TakeRows(decoded, Rows));
        var times = new List<double>();
        for (int pass = 0; pass < 1 + job.Repetitions; pass++)
        {
            double start = Job.Now;
            ReadPredictions(model.Transform(rows), model.Tasks);
            times.Add((Job.Now - start) / Rows);
        }
        return new Dictionary<string, double> { ["ms_per_pair"] = Median.Of(times.Skip(1)) };
    }

    private static void ReadPredictions(IDataView scored, IReadOnlyList<DenseTask> tasks)
    {
        var columns = tasks.Select(task => scored.Schema[task.PredictedColumnName]).ToArray();
        using var cursor = scored.GetRowCursor(columns);
        Action[] reads = [.. columns.Select(column => ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte)
            ? Read<byte>(cursor, column)
            : Read<float>(cursor, column))];
        int rows = 0;
        for (; cursor.MoveNext(); rows++)
            foreach (var read in reads) read();
        if (rows != Rows) throw new InvalidOperationException($"The data must have {Rows} rows or more, but has {rows}.");
    }

    private static Action Read<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        VBuffer<T> value = default;
        return () => getter(ref value);
    }
}
