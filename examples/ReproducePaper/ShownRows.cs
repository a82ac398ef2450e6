using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiTask;
using Microsoft.ML.MultiTask.Reporting;

/// <summary>A few held-out rows with their labels, for the report.</summary>
internal sealed class ShownRows
{
    private const int Count = 3;

    private static readonly string[] s_frames = ["Frame0", "Frame1"];

    private readonly Dictionary<string, DenseTask> _tasks;
    private readonly Dictionary<string, TaskColors> _colors;
    private readonly Dictionary<string, Array[]> _labels;

    /// <param name="rows">Decoded held-out rows.</param>
    /// <param name="tasks">The tasks with labels in the data.</param>
    /// <param name="classNames">The class names of the segmentation.</param>
    internal ShownRows(IDataView rows, IReadOnlyList<DenseTask> tasks, IReadOnlyList<string>? classNames)
    {
        string[] frames = [.. s_frames.Where(name => rows.Schema.GetColumnOrNull(name) is not null)];
        var size = ((VectorDataViewType)rows.Schema[frames[0]].Type).Dimensions;             // 3, H, W
        Positions = Choose(rows, tasks);
        var values = Read(rows, [.. frames, .. tasks.Select(task => task.LabelColumnName)], Positions);
        Frames = [.. frames.Select(frame =>
            values[frame].Select(planes => RgbImage.FromPlanes((byte[])planes, size[1], size[2])).ToArray())];
        Captions = [.. rows.GetColumn<string>("Sequence").Zip(rows.GetColumn<int>("FrameIndex"))
            .Where((_, row) => Positions.Contains(row)).Select(row => $"{row.First}, frame {row.Second}")];
        _tasks = tasks.ToDictionary(task => task.Name);
        _colors = tasks.ToDictionary(task => task.Name, task => TaskColors.For(task, task is SegmentationTask ? classNames : null));
        _labels = tasks.ToDictionary(task => task.Name, task => values[task.LabelColumnName]);
    }

    /// <summary>The indices of the rows in the data.</summary>
    internal IReadOnlyList<long> Positions { get; }

    /// <summary>The captions of the rows.</summary>
    internal IReadOnlyList<string> Captions { get; }

    /// <summary>The current frames of all rows, then the previous ones.</summary>
    internal IReadOnlyList<RgbImage[]> Frames { get; }

    /// <summary>The colours, by task name.</summary>
    internal IReadOnlyList<KeyValuePair<string, TaskColors>> Legends => [.. _colors];

    /// <summary>A row's label as a picture; null if no pixel is labelled.</summary>
    internal RgbImage? PaintTruth(string task, int row) => IsLabelled(_labels[task][row]) ? Paint(task, _labels[task][row], row) : null;

    /// <summary>Pixels of a row as a picture.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="pixels">byte[] of classes or float[] of quantities.</param>
    /// <param name="row">The index of the row.</param>
    internal RgbImage Paint(string task, Array pixels, int row) => (pixels, _tasks[task]) switch
    {
        (byte[] classes, MotionTask) => _colors[task].PaintOver(classes, Frames[0][row]),
        (byte[] classes, _) => _colors[task].Paint(classes, Frames[0][row].Height, Frames[0][row].Width),
        _ => _colors[task].Paint((float[])pixels, Frames[0][row].Height, Frames[0][row].Width),
    };

    /// <summary>The predictions of a network for the rows: per task name an array per row.</summary>
    /// <param name="scored">The held-out rows with predictions.</param>
    /// <param name="tasks">The network's tasks.</param>
    internal IReadOnlyDictionary<string, Array[]> Predictions(IDataView scored, IReadOnlyList<DenseTask> tasks)
    {
        var values = Read(scored, [.. tasks.Select(task => task.PredictedColumnName)], Positions);
        return tasks.ToDictionary(task => task.Name, task => values[task.PredictedColumnName]);
    }

    /// <summary>
    /// Picks from each third of the data the row with the most labelled tasks, and among these the one with the most moving pixels.
    /// </summary>
    private static IReadOnlyList<long> Choose(IDataView rows, IReadOnlyList<DenseTask> tasks)
    {
        var worth = new List<(int Labelled, int Moving)>();
        using var cursor = rows.GetRowCursor([.. tasks.Select(task => rows.Schema[task.LabelColumnName])]);
        var readers = tasks.Select(task => (task is MotionTask, Read: Reader(cursor, task.LabelColumnName))).ToArray();
        while (cursor.MoveNext())
        {
            var labels = readers.Select(reader => (IsMotion: reader.Item1, Pixels: reader.Read())).ToArray();
            worth.Add((
                labels.Count(label => IsLabelled(label.Pixels)),
                labels.Where(label => label.IsMotion).Sum(label => ((byte[])label.Pixels).Count(pixel => pixel == 1))));
        }
        int count = Math.Min(Count, worth.Count);
        return [.. Enumerable.Range(0, count).Select(part =>
        {
            var (first, next) = (part * worth.Count / count, (part + 1) * worth.Count / count);
            return (long)Enumerable.Range(first, next - first).MaxBy(row => worth[row]);
        })];
    }

    private static Dictionary<string, Array[]> Read(IDataView rows, IReadOnlyList<string> columns, IReadOnlyList<long> positions)
    {
        var values = columns.ToDictionary(column => column, _ => new List<Array>());
        using var cursor = rows.GetRowCursor([.. columns.Select(column => rows.Schema[column])]);
        var readers = columns.Select(column => (values[column], Read: Reader(cursor, column))).ToArray();
        for (int found = 0; found < positions.Count && cursor.MoveNext();)
        {
            if (!positions.Contains(cursor.Position)) continue;
            foreach (var (target, read) in readers)
                target.Add(read());
            found++;
        }
        return values.ToDictionary(column => column.Key, column => column.Value.ToArray());
    }

    private static Func<Array> Reader(DataViewRow row, string column)
    {
        return ((VectorDataViewType)row.Schema[column].Type).ItemType.RawType == typeof(byte) ? Typed<byte>() : Typed<float>();

        Func<Array> Typed<T>()
        {
            var getter = row.GetGetter<VBuffer<T>>(row.Schema[column]);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                return value.DenseValues().ToArray();
            };
        }
    }

    private static bool IsLabelled(Array label) => label switch
    {
        byte[] classes => classes.Any(pixel => pixel != DenseTask.Ignore),
        _ => ((float[])label).Any(value => value > 0),
    };
}
