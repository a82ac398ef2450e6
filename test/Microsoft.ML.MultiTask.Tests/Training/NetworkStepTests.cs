using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The gradients of a real network, against plain automatic differentiation.</summary>
[TestClass]
public sealed class NetworkStepTests : IDisposable
{
    private static readonly int[] s_all = [0, 1, 2];

    private readonly MultiTaskModel _model = new(
        new ModelSettings
        {
            Network = new NetworkSettings(EncoderArchitecture.ResNet18, EncoderLayout.Torchvision, FrameAggregation.Concatenation, 2)
            {
                Decoders = [DecoderArchitecture.Fcn8, new QuarterDecoder(), DecoderArchitecture.Fcn8],        // none uses all levels
            },
            Normalization = PixelNormalization.ImageNet, Height = 32, Width = 64, FrameColumnNames = ["Frame0", "Frame1"],
            IncludesScores = false, ClassNames = new Dictionary<string, IReadOnlyList<string>>(),
        },
        ToyScenes.Tasks, CPU);
    private readonly NetworkParts _parts;
    private readonly List<NetworkStep> _steps = [];

    public NetworkStepTests()
    {
        WeightInitialization.Initialize(_model.Network, 5);
        _model.Network.train();
        _parts = new NetworkParts(_model);
    }

    public void Dispose()
    {
        foreach (var step in _steps)
            step.Dispose();
        _model.Dispose();
    }

    [TestMethod]
    public void Gramian_And_Gradients_AreThoseOfEachTaskAlone()
    {
        using var scope = NewDisposeScope();
        var expected = stack(s_all.Select(t => Plain([t], [1]).Encoder));                  // [3, P]
        var products = expected.to(ScalarType.Float64).mm(expected.to(ScalarType.Float64).t());

        var gramian = Step(s_all).Gramian();
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                Assert.AreEqual(products[i, j].item<double>(), gramian[i, j], 1e-5 * Math.Sqrt(gramian[i, i] * gramian[j, j]));

        AreClose(expected, Step(s_all).Gradients());
        var afterGramian = Step(s_all);
        afterGramian.Gramian();
        AreClose(expected, afterGramian.Gradients());
    }

    [TestMethod]
    public void Backward_HoweverTheSharedGradientCameAbout_IsTheSame()
    {
        using var scope = NewDisposeScope();
        double[] weights = [0.5, 2, 0.25];
        var expected = Plain(s_all, weights);
        var decoderWeights = tensor(weights.Select(w => (float)w).ToArray());
        var combined = new CombinedLoss(tensor(0.0), decoderWeights, new SharedGradient.OfTotal());
        CombinedLoss With(SharedGradient shared) => combined with { Shared = shared };
        var sum = With(new SharedGradient.WeightedSum(weights));

        AreClose(expected, Backward(Step(s_all), combined));                               // one pass through all
        AreClose(expected, Backward(Step(s_all), sum));                                    // one pass through the encoder

        var gramian = Step(s_all);
        gramian.Gramian();
        AreClose(expected, Backward(gramian, combined));                                   // a pass per task
        gramian = Step(s_all);
        gramian.FeatureGramian();
        AreClose(expected, Backward(gramian, sum));

        gramian = Step(s_all);
        gramian.GramianParts();
        double[][] byTensor = [.. gramian.SharedParameterNames.Select(_ => weights)];
        AreClose(expected, Backward(gramian, With(new SharedGradient.WeightedSumByTensor(byTensor))));
        AreClose(expected, Backward(Step(s_all), With(new SharedGradient.WeightedSumByTensor(byTensor))));   // none asked for before

        var features = Step(s_all);
        var ofTasks = features.FeatureGradients();
        Tensor[] sums = [.. features.Features.Select((_, level) => ofTasks.Select((levels, t) => levels[level] * weights[t]).Aggregate((a, b) => a + b))];
        AreClose(expected, Backward(features, With(new SharedGradient.JointOfFeatures(sums))));

        var matrix = Step(s_all);
        var joint = matrix.Gradients().t().mv(decoderWeights);
        AreClose(expected, Backward(matrix, With(new SharedGradient.Joint(joint))));
    }

    /// <summary>The cases of the closed type are those that <see cref="Backward_HoweverTheSharedGradientCameAbout_IsTheSame"/> goes through.</summary>
    [TestMethod]
    public void SharedGradient_HasNoOtherCases() => Assert.AreSequenceEqual(
        new[] { "Joint", "JointOfFeatures", "OfTotal", "WeightedSum", "WeightedSumByTensor" },
        typeof(SharedGradient).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(SharedGradient))).Select(type => type.Name).Order());

    /// <summary>Gradients that a combiner asked for outlive its own dispose scope, and are the step's to dispose.</summary>
    [TestMethod]
    public void Dispose_FreesTheGradientsThatWereAskedFor()
    {
        using var scope = NewDisposeScope();
        var step = Step([0, 2]);
        IReadOnlyList<IReadOnlyList<Tensor>> gradients;
        using (NewDisposeScope())
        {
            step.Gramian();
            gradients = step.FeatureGradients();
        }
        Assert.IsTrue(gradients.All(levels => levels.All(level => !level.IsInvalid)));
        step.Dispose();
        Assert.IsTrue(gradients.All(levels => levels.All(level => level.IsInvalid)));
    }

    [TestMethod]
    public void Backward_DecodersAndEncoderWeightedApart_EachGetsItsOwn()
    {
        using var scope = NewDisposeScope();
        var shared = Plain([0, 2], [3, 0.5]);
        var decoders = Plain([0, 2], [1, 1]);
        var combined = new CombinedLoss(tensor(0.0), ones(2), new SharedGradient.WeightedSum([3, 0.5]));

        var step = Step([0, 2]);
        step.Gramian();
        var actual = Backward(step, combined);

        AreClose((shared.Encoder, decoders.Decoders), actual);
        Assert.AreEqual(0f, Flat(_parts.Decoders[1]).abs().sum().item<float>());          // the absent task's decoder
    }

    [TestMethod]
    public void GramianParts_And_TensorWeights_AreByParameter()
    {
        using var scope = NewDisposeScope();
        var step = Step([0, 2]);
        var (whole, parts, names) = (Step([0, 2]).Gramian(), step.GramianParts(), step.SharedParameterNames);
        Assert.AreSequenceEqual(names, _model.Network.named_parameters().Select(p => p.name).Where(name => name.StartsWith("encoder.", StringComparison.Ordinal)));
        Assert.AreEqual(whole[0, 1], parts.Sum(part => part[0, 1]), 1e-5 * Math.Sqrt(whole[0, 0] * whole[1, 1]));

        // Task 0's gradient in the first tensor, twice task 2's in the others.
        var tasks = new[] { Plain([0, 2], [1, 0]).Encoder, Plain([0, 2], [0, 2]).Encoder };
        var first = _parts.Encoder[0].NumberOfElements;
        step = Step([0, 2]);
        step.GramianParts();
        double[][] weights = [.. names.Select((_, p) => p == 0 ? new[] { 1.0, 0 } : [0, 2])];
        var actual = Backward(step, new CombinedLoss(tensor(0.0), ones(2), new SharedGradient.WeightedSumByTensor(weights)));
        AreClose(cat([tasks[0].narrow(0, 0, first), tasks[1].narrow(0, first, tasks[1].shape[0] - first)], 0), actual.Encoder);
    }

    [TestMethod]
    public void Backward_SharedNormLimit_ShortensTheEncodersGradientOnly()
    {
        using var scope = NewDisposeScope();
        var expected = Plain(s_all, [1, 1, 1]);
        var actual = Backward(Step(s_all), new CombinedLoss(tensor(0.0), ones(3), new SharedGradient.OfTotal { NormLimit = 0.01 }));
        Assert.AreEqual(0.01, actual.Encoder.norm().item<float>(), 1e-5);
        AreClose(expected.Decoders, actual.Decoders);
    }

    [TestMethod]
    public void FeatureGramian_IsThatOfTheGradientsByWhatTheDecodersGet()
    {
        using var scope = NewDisposeScope();
        var leaves = Encode().Select(level => level.detach().requires_grad_());
        var outputs = _model.Decode(leaves);
        var rows = stack(s_all.Select(t =>
        {
            Tensor[] levels = [.. leaves.Kept];
            var gradients = autograd.grad([Loss(outputs, t)], levels, retain_graph: true, allow_unused: true);
            return cat([.. gradients.Zip(levels, (g, level) => (g.IsInvalid ? zeros_like(level) : g).reshape(-1))], 0).to(ScalarType.Float64);
        }));
        var products = rows.mm(rows.t());

        var gramian = Step(s_all).FeatureGramian();

        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                Assert.AreEqual(products[i, j].item<double>(), gramian[i, j], 1e-5 * Math.Sqrt(gramian[i, i] * gramian[j, j]));
    }

    private FeaturePyramid Encode() => _model.Encode(arange(2 * 2 * 3 * 32 * 64).remainder(251).reshape(4, 3, 32, 64).to(ScalarType.Float32));

    private Tensor Loss(IReadOnlyList<Tensor> outputs, int task)
    {
        var label = task == 1 ? ones(2, 32, 64) * 3 : zeros(2, 32, 64).to(ScalarType.Byte);
        return _model.Tasks[task].Loss(outputs[task], label);
    }

    private NetworkStep Step(int[] tasks)
    {
        foreach (var parameter in _model.Network.parameters())
            parameter.grad?.zero_();
        var features = Encode();
        var outputs = _model.Decode(features);
        var step = new NetworkStep(_parts, features, [.. tasks.Select(t => Loss(outputs, t))], tasks, () => zeros(1), _ => new Dictionary<string, double>());
        _steps.Add(step);
        return step;
    }

    private (Tensor Encoder, Tensor Decoders) Backward(NetworkStep step, CombinedLoss combined)
    {
        step.Backward(combined);
        return (Flat(_parts.Encoder), Flat(_parts.Decoders.SelectMany(p => p)));
    }

    /// <summary>The gradients of a weighted sum of losses, by one backward pass over the plain network.</summary>
    private (Tensor Encoder, Tensor Decoders) Plain(int[] tasks, double[] weights)
    {
        foreach (var parameter in _model.Network.parameters())
            parameter.grad?.zero_();
        var outputs = _model.Decode(Encode());
        tasks.Zip(weights, (t, weight) => Loss(outputs, t) * weight).Aggregate((a, b) => a + b).backward();
        return (Flat(_parts.Encoder), Flat(_parts.Decoders.SelectMany(p => p)));
    }

    private static Tensor Flat(IEnumerable<Parameter> parameters) =>
        cat([.. parameters.Select(p => (p.grad is { IsInvalid: false } gradient ? gradient.clone() : zeros_like(p)).reshape(-1))], 0);

    private static void AreClose((Tensor Encoder, Tensor Decoders) expected, (Tensor Encoder, Tensor Decoders) actual)
    {
        AreClose(expected.Encoder, actual.Encoder);
        AreClose(expected.Decoders, actual.Decoders);
    }

    /// <summary>Fails where the difference is longer than a 100,000th of what is expected.</summary>
    private static void AreClose(Tensor expected, Tensor actual) =>
        Assert.IsLessThan(1e-5f, ((actual - expected).norm() / expected.norm()).item<float>());
}
