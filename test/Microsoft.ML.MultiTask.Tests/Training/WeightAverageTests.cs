using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class WeightAverageTests
{
    private static readonly MLContext s_mlContext = new(seed: 1);

    /// <summary>Weights 1, 2, 4 after steps 0, 1, 2: the first is taken over; then shares of 1 - 2/11 and 1 - 3/12, unless the decay is less.</summary>
    [TestMethod]
    [DataRow(0.999, 1 + (9 / 11.0), DisplayName = "warm-up")]
    [DataRow(0.1, 1.9, DisplayName = "decay")]
    public void Add_IsAMovingAverage(double decay, double second)
    {
        using var network = Network();
        using var average = new WeightAverage(network, decay);
        Assert.IsEmpty(average.Weights);
        Add(1, step: 0);
        Add(2, step: 1);
        Assert.AreEqual(second, Value(), 1e-6);
        Add(4, step: 2);
        Assert.AreEqual(second + ((1 - Math.Min(decay, 0.25)) * (4 - second)), Value(), 1e-6);

        void Add(float weight, long step)
        {
            using (no_grad())
                network.weight.fill_(weight);
            average.Add(step);
        }

        float Value() => average.Weights["weight"][0].item<float>();
    }

    /// <summary>A weight that never changes is not rounded; a counter is copied, not averaged.</summary>
    [TestMethod]
    public void Add_WhatStays_StaysToTheBit()
    {
        using var network = nn.BatchNorm1d(1);
        using var average = new WeightAverage(network, 0.99);
        using (no_grad())
            network.weight.fill_(0.1f);
        for (int step = 0; step < 50; step++)
        {
            using (no_grad())
                network.num_batches_tracked!.fill_(step);
            average.Add(step);
        }
        Assert.AreEqual(0.1f, average.Weights["weight"][0].item<float>());
        Assert.AreEqual(49, average.Weights["num_batches_tracked"].item<long>());
    }

    [TestMethod]
    public void Use_PutsTheWeightsBack()
    {
        using var network = Network();
        using var average = new WeightAverage(network, 0.5);
        using (average.Use())
            Assert.AreEqual(3f, Value(network), "no average yet");
        average.Add(0);
        using (no_grad())
            network.weight.fill_(0.7f);
        var live = LiveTensors.OfThisThread;
        using (average.Use())
            Assert.AreEqual(3f, Value(network));
        Assert.AreEqual(0.7f, Value(network));
        Assert.AreEqual(live, LiveTensors.OfThisThread);
        average.Restore();
        Assert.AreEqual(3f, Value(network));
    }

    [TestMethod]
    public void NoDecay_IsNoAverage()
    {
        using var network = Network();
        using var average = new WeightAverage(network, null);
        average.Add(0);
        Assert.IsEmpty(average.Weights);
    }

    /// <summary>Training itself goes its way; the average is what is measured and returned.</summary>
    [TestMethod]
    [DataRow(false)]
    [DataRow(true, DisplayName = "the best epoch's")]
    public void Fit_Average_IsValidatedAndReturned(bool stops)
    {
        var (data, validation) = (ToyScenes.View(s_mlContext, 8), ToyScenes.View(s_mlContext, 4, seed: 50));
        List<double> plain = [], averaged = [];
        var options = ToyScenes.Options with { ValidationSet = validation, EarlyStopping = stops ? new EarlyStopping() : null };
        using var expected = Fit(options with { OnStep = step => plain.Add(step.Losses["Depth"]) });
        using var actual = Fit(options with { OnStep = step => averaged.Add(step.Losses["Depth"]), WeightAverageDecay = 0.9 });

        Assert.AreSequenceEqual(plain, averaged);
        var record = actual.History.Epochs[actual.History.BestEpoch];
        Assert.AreNotEqual(expected.History.Epochs[actual.History.BestEpoch].ValidationLosses["Depth"], record.ValidationLosses["Depth"]);
        var again = Validator.Run(actual.Model, new BatchReader(validation, null, actual.Tasks, batchSize: 4), default)!.Losses;
        foreach (var (task, loss) in record.ValidationLosses)
            Assert.AreEqual(loss, again[task], 1e-6 * loss);

        MultiTaskTransformer Fit(MultiNetPlusPlusOptions with) => s_mlContext.MultiTask().Trainers.MultiNetPlusPlus(with).Fit(data);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1.0)]
    [DataRow(double.NaN)]
    public void Fit_DecayOutOfRange_IsNamed(double decay) => Assert.Contains("Option 'WeightAverageDecay' must be in (0, 1), or null",
        Assert.ThrowsExactly<ArgumentException>(() => s_mlContext.MultiTask().Trainers
            .MultiNetPlusPlus(ToyScenes.Options with { WeightAverageDecay = decay }).Fit(ToyScenes.View(s_mlContext, 1))).Message);

    private static float Value(Linear network)
    {
        using var first = network.weight[0];
        return first.item<float>();
    }

    // Weights of 3.
    private static Linear Network()
    {
        var network = nn.Linear(1, 1, hasBias: false);
        using (no_grad())
            network.weight.fill_(3);
        return network;
    }
}
