namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The options of Inspect.</summary>
[TestClass]
public sealed class InspectionOptionsTests : IDisposable
{
    private readonly MultiTaskDataCatalog _data = new(new MLContext(seed: 1));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Inspect_AnyNumberOfThreads_FindsTheSame()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 40)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(3, 25)]);
        foreach (var number in (int[])[4, 9, 20])
            File.WriteAllText(Path.Combine(_folder.Path, $"a/depth/{number:D6}.png"), "broken");

        var one = _data.Inspect(Load(), new InspectionOptions { Threads = 1 });
        var many = _data.Inspect(Load(), new InspectionOptions { Threads = 8 });

        Assert.HasCount(3, one.BrokenFiles);
        Assert.AreEqual(one.ToJson(), many.ToJson());
    }

    [TestMethod]
    public void Inspect_MaximumRows_ReadsThemEvenlySpread()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 6)]);
        FrameFolders.WriteLabels(_folder, "a", [.. Enumerable.Range(1, 5)]);

        var found = _data.Inspect(Load(), new InspectionOptions { MaximumRows = 2 });

        Assert.AreEqual(5, found.Rows);
        Assert.AreEqual(2, found.RowsRead);
        Assert.AreEqual(4, found.FrameSizes.Sum(size => size.Frames));
        var depth = (DepthLabelInspection)found.Labels.Single(label => label.Name == "Depth");
        Assert.AreEqual(5, depth.LabelledRows);
        Assert.AreEqual(2, depth.Files);
        Assert.AreEqual(2.0, depth.MinimumMeters);                      // rows 1 and 3 of 0 to 4 are frames 2 and 4
        Assert.AreEqual(4 * 47.0, depth.MaximumMeters);
    }

    [TestMethod]
    public void Inspect_Progress_IsToldRowByRow()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 9)]);
        var told = new List<InspectionProgress>();

        _data.Inspect(Load(), new InspectionOptions { Threads = 4, OnProgress = told.Add });

        Assert.AreSequenceEqual(Enumerable.Range(1, 8).Select(rows => new InspectionProgress(rows, 8)), told);
    }

    [TestMethod]
    public void Inspect_Cancelled_Ends()
    {
        FrameFolders.Write(_folder, "a", [.. Enumerable.Range(0, 50)]);
        using var cancellation = new CancellationTokenSource();
        var last = 0L;
        var options = new InspectionOptions
        {
            Threads = 2,
            CancellationToken = cancellation.Token,
            OnProgress = progress =>
            {
                last = progress.RowsRead;
                if (last == 3)
                    cancellation.Cancel();
            },
        };

        Assert.Throws<OperationCanceledException>(() => _data.Inspect(Load(), options));

        Assert.IsInRange(3L, 20L, last);
    }

    [TestMethod]
    public void Inspect_CallbackFails_IsThrownAsItIs()
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        var options = new InspectionOptions { OnProgress = _ => throw new TimeoutException("enough") };

        Assert.ThrowsExactly<TimeoutException>(() => _data.Inspect(Load(), options));
    }

    [TestMethod]
    [DataRow(0, 1, "MaximumRows")]
    [DataRow(1, 0, "Threads")]
    public void Inspect_OptionOutOfRange_NamesIt(int maximumRows, int threads, string option)
    {
        FrameFolders.Write(_folder, "a", 0, 1);
        var options = new InspectionOptions { MaximumRows = maximumRows, Threads = threads };

        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _data.Inspect(Load(), options));

        Assert.AreEqual(option, e.ParamName);
    }

    private IDataView Load() => _data.LoadFrameFolders(_folder.Path);
}
