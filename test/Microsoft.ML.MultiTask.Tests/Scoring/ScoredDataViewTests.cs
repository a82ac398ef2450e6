using Microsoft.ML.Data;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed partial class ScoredDataViewTests
{
    private const int Rows = 10;

    private static readonly MLContext s_mlContext = new(seed: 1);
    private static MultiTaskTransformer s_model = null!;

    [ClassInitialize]
    public static void Make(TestContext context) => s_model = UntrainedModel.Transformer(includesScores: true);

    [ClassCleanup]
    public static void Free() => s_model.Dispose();

    /// <summary>Predictions, labels and a frame, by data that can be read only once.</summary>
    [TestMethod]
    public void Cursor_PredictionsBesideOtherColumns_ReadsTheDataOnce()
    {
        var rows = new CountingView(ToyScenes.View(s_mlContext, Rows)) { IsUnrepeatable = true };
        var scored = s_model.Transform(rows);

        Assert.HasCount(Rows, Read(scored, "PredictedDepth", "PredictedMotion", "Motion", "Frame0"));

        Assert.AreEqual(1, rows.Opened);
        Assert.AreEqual(0, rows.Open);
        Assert.AreEqual(Rows, rows.RowsRead);
        foreach (string column in new[] { "Frame0", "Frame1", "Motion" })
            Assert.AreEqual(Rows, rows.ValuesRead(column), column);
        Assert.AreEqual(0, rows.ValuesRead("Depth"));
    }

    [TestMethod]
    public void Evaluate_DataThatCanBeReadOnce_GivesTheMetricsOfDataThatCanBeReadAgain()
    {
        var rows = ToyScenes.View(s_mlContext, Rows);
        var expected = s_mlContext.MultiTask().Evaluate(s_model.Transform(rows));
        var actual = s_mlContext.MultiTask().Evaluate(s_model.Transform(new CountingView(rows) { IsUnrepeatable = true }));
        Assert.AreEqual(expected.ToJson(), actual.ToJson());
    }

    [TestMethod]
    public void Cursor_NoPrediction_IsTheInputs_AndScoresNothing()
    {
        var rows = new CountingView(ToyScenes.View(s_mlContext, Rows));
        var model = UntrainedModel.Transformer();
        var scored = model.Transform(rows);
        model.Dispose();                                                    // a network that cannot score

        using (var cursor = scored.GetRowCursor([scored.Schema["Motion"]]))
        {
            var motion = cursor.GetGetter<VBuffer<byte>>(scored.Schema["Motion"]);
            VBuffer<byte> value = default;
            while (cursor.MoveNext())
                if (cursor.Position == 3)
                    motion(ref value);
        }

        Assert.AreEqual(1, rows.ValuesRead("Motion"));                      // lazily, as the input does
        Assert.AreEqual(0, rows.ValuesRead("Frame0"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => scored.GetRowCursor([scored.Schema["PredictedMotion"]]));
        Assert.AreEqual(0, rows.Open);
    }

    [TestMethod]
    public void Cursor_NotMoved_ReadsNothing()
    {
        var rows = new CountingView(ToyScenes.View(s_mlContext, Rows));
        var scored = s_model.Transform(rows);
        Assert.AreEqual(0, rows.Opened);
        using (var cursor = scored.GetRowCursor(scored.Schema))
        {
            var depth = cursor.GetGetter<VBuffer<float>>(scored.Schema["PredictedDepth"]);
            VBuffer<float> value = default;
            Assert.AreEqual(-1, cursor.Position);
            Assert.Contains("on no row", Assert.ThrowsExactly<InvalidOperationException>(() => depth(ref value)).Message);
        }
        Assert.AreEqual((0, 0), (rows.RowsRead, rows.Open));
    }

    [TestMethod]
    public void Cursor_DisposedEarly_StopsReadingAndClosesTheInput()
    {
        var rows = new CountingView(ToyScenes.View(s_mlContext, 500));
        var scored = s_model.Transform(rows);
        using (var cursor = scored.GetRowCursor(scored.Schema))
            Assert.IsTrue(cursor.MoveNext());
        Assert.AreEqual(0, rows.Open);
        Assert.IsLessThanOrEqualTo(3 * s_model.ScoringOptions.BatchSize + 1, rows.RowsRead);      // the ring, and the row that waits
    }

    [TestMethod]
    [DataRow("Boolean")]
    [DataRow("SByte")]
    [DataRow("Byte")]
    [DataRow("Int16")]
    [DataRow("UInt32")]
    [DataRow("Int64")]
    [DataRow("Single")]
    [DataRow("Double")]
    [DataRow("Key")]
    [DataRow("Text")]
    [DataRow("DateTime")]
    [DataRow("DateTimeOffset")]
    [DataRow("TimeSpan")]
    [DataRow("RowId")]
    [DataRow("Known")]
    [DataRow("Variable")]
    [DataRow("Sparse")]
    [DataRow("Texts")]
    [DataRow("Image")]
    [DataRow("Custom")]
    [DataRow("Frame0")]
    [DataRow("Frame1")]
    public void Getter_AnyKindOfColumn_GivesTheInputsValues(string column)
    {
        var view = KindsOfColumns.View(s_mlContext, Rows);
        var expected = KindsOfColumns.Texts(view, column);
        Assert.IsGreaterThan(1, expected.Distinct().Count());
        Assert.AreSequenceEqual(expected.ToArray(), KindsOfColumns.Texts(s_model.Transform(view), column).ToArray());
        Assert.AreSequenceEqual(expected.ToArray(), KindsOfColumns.Texts(view, column).ToArray());                // an image is still the input's
    }

    [TestMethod]
    public void Cursor_IdsPositionsAndOrder_AreTheInputs()
    {
        var scored = s_model.Transform(ToyScenes.View(s_mlContext, Rows));
        using var cursor = scored.GetRowCursor([scored.Schema["PredictedDepth"]]);
        var id = cursor.GetIdGetter();
        var ids = new List<ulong>();
        while (cursor.MoveNext())
        {
            DataViewRowId value = default;
            id(ref value);
            ids.Add(value.Low);
            Assert.AreEqual(ids.Count - 1, cursor.Position);
        }
        Assert.AreSequenceEqual([.. Enumerable.Range(0, Rows).Select(i => (ulong)i)], ids.ToArray());
        Assert.AreEqual(-1, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    /// <summary>A seed orders rows the same way whether predictions are among the columns or not, and whatever the number of threads.</summary>
    [TestMethod]
    public void Cursor_Shuffled_HasOneOrder()
    {
        var view = s_mlContext.Data.Cache(ToyScenes.View(s_mlContext, Rows, change: (i, scene) => scene.Motion[0] = (byte)i));
        var scored = s_model.Transform(view);
        using var threaded = s_model.With(new ScoringOptions { LoaderThreads = 3, BatchSize = 2 });
        var expected = First(scored, "Motion");

        Assert.AreNotSequenceEqual([.. Enumerable.Range(0, Rows).Select(i => (byte)i)], expected);
        Assert.AreSequenceEqual(expected, First(scored, "Motion", "PredictedMotion"));
        Assert.AreSequenceEqual(expected, First(threaded.Transform(view), "Motion", "PredictedMotion"));

        static byte[] First(IDataView data, params string[] columns)
        {
            using var cursor = data.GetRowCursor(columns.Select(name => data.Schema[name]), new Random(3));
            var motion = cursor.GetGetter<VBuffer<byte>>(data.Schema["Motion"]);
            var firsts = new List<byte>();
            VBuffer<byte> value = default;
            while (cursor.MoveNext())
            {
                motion(ref value);
                firsts.Add(value.GetValues()[0]);
            }
            return [.. firsts];
        }
    }

    /// <summary>Broken values raise their own error where they are read, and leave other values and rows alone; so does a broken cursor.</summary>
    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    public void Getter_BrokenValues_RaiseWhereASingleThreadWouldMeetThem(int threads)
    {
        var healthy = Read(s_model.Transform(ToyScenes.View(s_mlContext, Rows)), "PredictedDepth");
        var rows = new CountingView(ToyScenes.View(s_mlContext, Rows))
        {
            FailsToRead = (column, row) => (column, row) is ("Depth", 5) or ("Frame1", 6),
            FailsToMove = row => row == 8,
        };
        using var model = s_model.With(new ScoringOptions { LoaderThreads = threads });
        var scored = model.Transform(rows);
        using var cursor = scored.GetRowCursor(scored.Schema);
        var read = new[] { "Depth", "Frame0", "Frame1", "PredictedDepth" }.ToDictionary(name => name, name => Reader(cursor, name));
        var errors = new List<string>();
        for (int row = 0; row < 8; row++)
        {
            Assert.IsTrue(cursor.MoveNext());
            foreach (var (name, value) in read)
            {
                try
                {
                    var values = value();
                    if (name == "PredictedDepth")
                        AreClose(healthy[row], values);
                }
                catch (InvalidDataException e)
                {
                    errors.Add($"{name} in row {row}: {e.Message}");
                }
            }
        }

        Assert.AreSequenceEqual(
            ["Depth in row 5: Depth 5 is broken.", "Frame1 in row 6: Frame1 6 is broken.", "PredictedDepth in row 6: Frame1 6 is broken."], errors.ToArray());
        Assert.AreEqual("No way to row 8.", Assert.ThrowsExactly<InvalidDataException>(() => cursor.MoveNext()).Message);
        Assert.AreEqual("No way to row 8.", Assert.ThrowsExactly<InvalidDataException>(() => cursor.MoveNext()).Message);
    }

    [TestMethod]
    public void GetGetter_ColumnNotActiveOrOtherType_NamesTheColumn()
    {
        var scored = s_model.Transform(ToyScenes.View(s_mlContext, 1));
        using var cursor = scored.GetRowCursor([scored.Schema["PredictedDepth"], scored.Schema["Depth"], scored.Schema["Frame0"]]);
        foreach (string name in new[] { "PredictedDepth", "Depth", "Frame0" })
        {
            string message = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<int>(scored.Schema[name])).Message;
            Assert.Contains($"'{name}'", message);
            Assert.Contains("Int32", message);
        }
        foreach (string name in new[] { "PredictedMotion", "Motion", "Frame1" })             // the last is read, but not for the consumer
            Assert.Contains($"'{name}'", Assert.ThrowsExactly<ArgumentException>(() => cursor.GetGetter<VBuffer<byte>>(scored.Schema[name])).Message);
    }

    /// <summary>A hidden column of a frame's name passes like any other column.</summary>
    [TestMethod]
    public void Getter_HiddenColumnOfAFramesName_GivesItsOwnValues()
    {
        var view = ToyScenes.View(s_mlContext, 3);
        var copied = s_mlContext.Transforms.CopyColumns("Frame0", "Frame1").Fit(view).Transform(view);
        var hidden = copied.Schema.Single(column => column.Name == "Frame0" && column.IsHidden);
        var scored = s_model.Transform(copied);
        using var cursor = scored.GetRowCursor([scored.Schema[hidden.Index], scored.Schema["PredictedDepth"]]);
        var frame = cursor.GetGetter<VBuffer<byte>>(scored.Schema[hidden.Index]);
        VBuffer<byte> value = default;
        foreach (var expected in MultiTaskTransformerTests.Column<byte>(view, "Frame0"))
        {
            Assert.IsTrue(cursor.MoveNext());
            frame(ref value);
            Assert.AreSequenceEqual(expected, value.DenseValues().ToArray());
        }
    }

    /// <summary>One network's predictions as another one's input: the inner cursor then moves on the outer one's loader thread.</summary>
    [TestMethod]
    public void Transform_ScoredData_ScoresAgain()
    {
        var view = ToyScenes.View(s_mlContext, Rows);
        var twice = s_model.Transform(s_mlContext.Transforms.CopyColumns("First", "PredictedDepth").Fit(s_model.Transform(view)).Transform(s_model.Transform(view)));
        foreach (var (first, second) in Read(twice, "First").Zip(Read(twice, "PredictedDepth")))
            AreClose(first, second);
    }

    /// <summary>Reads columns in every row, and keeps the last of them as floats.</summary>
    private static List<float[]> Read(IDataView data, params string[] columns)
    {
        using var cursor = data.GetRowCursor(columns.Select(name => data.Schema[name]));
        var read = columns.Select(name => Reader(cursor, name)).ToArray();
        var rows = new List<float[]>();
        while (cursor.MoveNext())
            rows.Add(read.Select(value => value()).ToArray()[^1]);
        return rows;
    }

    private static Func<float[]> Reader(DataViewRow row, string name)
    {
        var column = row.Schema[name];
        return ((VectorDataViewType)column.Type).ItemType.RawType == typeof(byte)
            ? Typed<byte>(b => b)
            : Typed<float>(f => f);

        Func<float[]> Typed<T>(Func<T, float> number)
        {
            var getter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> value = default;
            return () =>
            {
                getter(ref value);
                return [.. value.DenseValues().Select(number)];
            };
        }
    }

    private static void AreClose(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)                            // sums of another batch may be taken in another order
            Assert.AreEqual(expected[i], actual[i], 1e-5f * Math.Max(1, Math.Abs(expected[i])));
    }
}
