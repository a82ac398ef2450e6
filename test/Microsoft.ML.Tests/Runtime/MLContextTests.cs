using Microsoft.ML.Runtime;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class MLContextTests
{
    [TestMethod]
    public void Log_HasSourceKindAndText_OfChannelMessages()
    {
        var mlContext = new MLContext();
        var log = new List<string>();
        mlContext.Log += (_, e) => log.Add($"{e.Source}|{e.Kind}|{e.RawMessage}|{e.Message}");
        var host = ((IHostEnvironment)mlContext).Register("Trainer");
        using (var channel = host.Start("Training"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0} of {1}", 1, 2);
            channel.Warning(MessageSensitivity.All, "plain {0}");
        }

        Assert.HasCount(5, log);
        Assert.AreEqual("Trainer; Training|Trace|Channel started|[Source=Trainer; Training, Kind=Trace] Channel started", log[0]);
        Assert.AreEqual("Trainer; Training|Info|epoch 1 of 2|[Source=Trainer; Training, Kind=Info] epoch 1 of 2", log[1]);
        Assert.AreEqual("Trainer; Training|Warning|plain {0}|[Source=Trainer; Training, Kind=Warning] plain {0}", log[2]);
        Assert.StartsWith("Trainer; Training|Trace|Channel finished. Elapsed ", log[3]);
        Assert.Contains("Channel disposed", log[4]);
    }

    [TestMethod]
    public void Log_Source_NamesTheHostAboveTheParent()
    {
        var mlContext = new MLContext();
        var sources = new HashSet<string>();
        mlContext.Log += (_, e) => sources.Add(e.Source);
        var child = ((IHostEnvironment)mlContext).Register("A").Register("B");
        child.Start("c").Dispose();
        child.Register("C").Start("c").Dispose();
        ((IHostEnvironment)mlContext).Start("root").Dispose();

        Assert.AreSequenceEqual(new[] { "B; c", "A; C; c", "root" }, sources.ToArray(), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void ProgressChannels_AreSilent()
    {
        var mlContext = new MLContext();
        int messages = 0;
        mlContext.Log += (_, _) => messages++;
        using (var progress = ((IHostEnvironment)mlContext).StartProgressChannel("p"))
        {
            progress.SetHeader(new ProgressHeader(["loss"], ["rows"]), entry => entry.SetProgress(0, 1));
            progress.Checkpoint(0.5, 3);
        }

        Assert.AreEqual(0, messages);
    }

    [TestMethod]
    public void Rand_OfAHost_FollowsFromTheSeed()
    {
        IHostEnvironment mlContext = new MLContext(seed: 11);
        var host = mlContext.Register("host");

        Assert.AreEqual("567,320,902,330,113", string.Join(",", Enumerable.Range(0, 5).Select(_ => host.Rand.Next(1000))));
        Assert.AreEqual(0.1507092397660017, host.Rand.NextDouble(), 1e-15);
        Assert.AreEqual(1053304090, host.Rand.Next());
        Assert.AreEqual(-3, host.Rand.Next(-5, 5));
        var bytes = new byte[4];
        host.Rand.NextBytes(bytes);
        Assert.AreSequenceEqual(new byte[] { 164, 136, 210, 59 }, bytes);
        Assert.AreEqual(41965232, host.Register("child").Rand.Next());
        Assert.AreEqual(670, mlContext.Register("other", seed: 7).Rand.Next(1000));
    }

    [TestMethod]
    public void Options_AreATypedBag()
    {
        var mlContext = new MLContext();

        Assert.AreEqual(0, mlContext.GetOptionOrDefault<int>("a"));
        Assert.IsFalse(mlContext.TryAddOption("a", 3));
        mlContext.SetOption("a", 4);
        Assert.IsFalse(mlContext.TryGetOption<string>("a", out _));
        Assert.IsTrue(mlContext.TryGetOption<int>("a", out int value));
        Assert.AreEqual(4, value);
        Assert.IsTrue(mlContext.RemoveOption("a"));
        Assert.IsFalse(mlContext.RemoveOption("a"));
        Assert.ThrowsExactly<ArgumentNullException>(() => mlContext.SetOption(" ", 1));
    }

    [TestMethod]
    public void Settings_HaveTheirDefaults()
    {
        var mlContext = new MLContext();

        Assert.IsNull(mlContext.GpuDeviceId);
        Assert.IsFalse(mlContext.FallbackToCpu);
        Assert.AreEqual(Path.GetTempPath(), mlContext.TempFilePath);
        Assert.AreEqual("HostEnvironment", ((IExceptionContext)mlContext).ContextDescription);
    }
}
