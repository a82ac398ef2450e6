using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;
using static TorchSharp.torch;

/// <summary>Baselines without a network: the best constant prediction, chosen with knowledge of the labels.</summary>
internal static class Guesses
{
    /// <param name="tasks">The tasks.</param>
    /// <param name="rows">Decoded rows with the tasks' label columns.</param>
    internal static IReadOnlyList<ReportBaseline> Measure(IReadOnlyList<DenseTask> tasks, IDataView rows) =>
        [.. tasks.SelectMany(task => task switch
        {
            MotionTask => [Measure(task, rows, "always static", (byte)0), Measure(task, rows, "always moving", (byte)1)],
            SegmentationTask => [Measure(task, rows, "one class", MajorityClass(Labels<byte>(task, rows)))],
            _ => new[] { Measure(task, rows, "one depth", Median(Labels<float>(task, rows))) },
        })];

    private static ReportBaseline Measure<T>(DenseTask task, IDataView rows, string name, T guess) where T : unmanaged
    {
        var metric = task.CreateMetric();
        foreach (var label in Labels<T>(task, rows))
        {
            using var scope = NewDisposeScope();
            metric.Update(Pixels(Enumerable.Repeat(guess, label.Length).ToArray()), Pixels(label));
        }
        return new ReportBaseline(name, metric.Compute() with { TaskName = task.Name });
    }

    private static Tensor Pixels<T>(T[] values) => (values switch
    {
        byte[] classes => tensor(classes),
        float[] depths => tensor(depths),
        _ => throw new NotSupportedException($"Pixels of type {typeof(T)} are not supported."),
    }).reshape(1, 1, values.Length);

    private static IEnumerable<T[]> Labels<T>(DenseTask task, IDataView rows) => rows.GetColumn<T[]>(task.LabelColumnName);

    private static byte MajorityClass(IEnumerable<byte[]> labels)
    {
        var counts = new long[256];
        foreach (var label in labels)
            foreach (byte pixel in label)
                counts[pixel]++;
        counts[DenseTask.Ignore] = 0;
        return (byte)Array.IndexOf(counts, counts.Max());
    }

    private static float Median(IEnumerable<float[]> labels)
    {
        float[] known = [.. labels.SelectMany(label => label).Where(depth => depth > 0)];
        Array.Sort(known);
        return known.Length > 0 ? known[known.Length / 2] : 1;
    }
}
