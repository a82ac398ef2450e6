using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML.MultiTask.Data;
using Microsoft.ML.MultiTask.Images;
using Microsoft.ML.MultiTask.Pipeline;

namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Reads the files of rows of paths, several rows at a time, and adds up what is in them.</summary>
internal static class DatasetInspector
{
    public static DatasetInspection Inspect(IDataView view, InspectionOptions options)
    {
        var columns = FrameColumn.Find(view.Schema, options.LabelEncodings, known: new Dictionary<string, LabelEncoding>());
        var rows = RowCount.Of(view);
        var rowsToRead = Math.Min(rows, options.MaximumRows ?? rows);
        var walk = new RowWalk(view, columns, rows, rowsToRead);
        var total = new InspectionTally(columns, new PngDecoder());
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
