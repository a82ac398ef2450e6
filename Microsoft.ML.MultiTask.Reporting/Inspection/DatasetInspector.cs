using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML.MultiTask.Data;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Reads the files of rows of paths on several threads and adds up their counts.</summary>
internal static class DatasetInspector
{
    public static DatasetInspection Inspect(IDataView view, InspectionOptions options)
    {
        var columns = FrameColumn.Find(view.Schema, options.LabelEncodings);
        var rows = RowCount.Of(view);
        var rowsToRead = Math.Min(rows, options.MaximumRows ?? rows);
        var walk = new RowWalk(view, columns, rows, rowsToRead);
        var total = new InspectionTally(columns);
        var (reporting, adding, done) = (new Lock(), new Lock(), 0L);
        try
        {
            Parallel.ForEach(
                Partitioner.Create(walk.Read(), EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = options.CancellationToken },
                () => new FileChecker(columns),
                (row, _, checker) =>
                {
                    checker.Check(row);
                    lock (reporting)
                        options.OnProgress?.Invoke(new InspectionProgress(++done, rowsToRead));
                    return checker;
                },
                checker =>
                {
                    lock (adding)
                        total.Add(checker.Tally);
                });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        return total.Result(walk);
    }
}
