using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Values are those of the formulas in the losses' remarks, in double arithmetic without tensors.</summary>
[TestClass]
public sealed class SegmentationLossTests
{
    private const int N = 2, K = 3, H = 3, W = 4, P = N * H * W;

    // Class 2 occurs nowhere; two pixels have no label.
    private static readonly byte[] s_labels = [0, 0, 1, 0, 1, 255, 0, 0, 0, 0, 0, 1, 0, 0, 255, 0, 0, 1, 1, 0, 0, 0, 0, 0];

    private static IReadOnlyList<(string Name, SegmentationLoss Loss)> All =>
    [
        ("cross-entropy", SegmentationLoss.CrossEntropy), ("focal", SegmentationLoss.Focal()), ("focal 0.5", SegmentationLoss.Focal(0.5)),
        ("Dice", SegmentationLoss.Dice), ("Lovasz", SegmentationLoss.Lovasz),
        ("sum", SegmentationLoss.CrossEntropy.Plus(SegmentationLoss.Dice, 0.5).Plus(SegmentationLoss.Focal())),
    ];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.5)]
    [DataRow(2.0)]
    public void Focal_IsItsFormula(double gamma)
    {
        foreach (double[]? weights in (double[]?[])[null, [1, 4, 2]])
        {
            var (p, labels) = Labelled();
            double sum = 0, total = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                double weight = weights?[labels[i]] ?? 1, pt = p[i][labels[i]];
                sum += weight * Math.Pow(1 - pt, gamma) * -Math.Log(pt);
                total += weight;
            }
            Assert.AreEqual(sum / total, Value(SegmentationLoss.Focal(gamma), weights), 1e-6);
            if (gamma == 0)
                Assert.AreEqual(Value(SegmentationLoss.CrossEntropy, weights), Value(SegmentationLoss.Focal(gamma), weights), 1e-6);
        }
    }

    [TestMethod]
    public void Dice_IsItsFormulaOverTheClassesThatOccur()
    {
        foreach (double[]? weights in (double[]?[])[null, [1, 4, 2]])
        {
            var (p, labels) = Labelled();
            double sum = 0, total = 0;
            foreach (int c in (int[])[0, 1])
            {
                double both = 0, squares = 0;
                for (int i = 0; i < labels.Length; i++)
                {
                    both += labels[i] == c ? p[i][c] : 0;
                    squares += (p[i][c] * p[i][c]) + (labels[i] == c ? 1 : 0);
                }
                double weight = weights?[c] ?? 1;
                sum += weight * (1 - (2 * both / squares));
                total += weight;
            }
            Assert.AreEqual(sum / total, Value(SegmentationLoss.Dice, weights), 1e-6);
        }
    }

    /// <summary>Equation 8 by its definition: the Jaccard loss of each set of the i largest errors, less that of the set before.</summary>
    [TestMethod]
    public void Lovasz_IsItsFormulaOverTheClassesThatOccur()
    {
        foreach (double[]? weights in (double[]?[])[null, [1, 4, 2]])
        {
            var (p, labels) = Labelled();
            double sum = 0, total = 0;
            foreach (int c in (int[])[0, 1])
            {
                var errors = labels.Select((label, i) => (Error: label == c ? 1 - p[i][c] : p[i][c], IsOfClass: label == c)).OrderByDescending(e => e.Error).ToArray();
                double loss = 0, before = 0;
                for (int i = 1; i <= errors.Length; i++)
                {
                    double missed = errors.Take(i).Count(e => e.IsOfClass), added = i - missed, pixels = errors.Count(e => e.IsOfClass);
                    double jaccard = 1 - ((pixels - missed) / (pixels + added));
                    loss += errors[i - 1].Error * (jaccard - before);
                    before = jaccard;
                }
                double weight = weights?[c] ?? 1;
                sum += weight * loss;
                total += weight;
            }
            Assert.AreEqual(sum / total, Value(SegmentationLoss.Lovasz, weights), 1e-6);
        }
    }

    /// <summary>Where every probability is 0 or 1, the Lovász extension is the Jaccard loss itself.</summary>
    [TestMethod]
    public void Lovasz_OfCertainPredictions_IsOneMinusIoU()
    {
        using var scope = NewDisposeScope();
        var label = tensor(new byte[] { 0, 0, 0, 1, 1, 255 }).reshape(1, 1, 6).to(ScalarType.Int64);
        var predicted = tensor(new long[] { 0, 0, 1, 1, 0, 1 }).reshape(1, 1, 6);
        var logits = nn.functional.one_hot(predicted, 2).permute(0, 3, 1, 2).to(ScalarType.Float32) * 100;
        Assert.AreEqual(1 - ((2 / 4.0 + 1 / 3.0) / 2), SegmentationLoss.Lovasz.Of(logits, label, null).item<float>(), 1e-6);
    }

    [TestMethod]
    public void EveryLoss_OfAPerfectPrediction_IsNear0_AndOfItsOpposite_Worse()
    {
        using var scope = NewDisposeScope();
        var label = tensor(s_labels).reshape(N, H, W).to(ScalarType.Int64);
        var truth = nn.functional.one_hot(label.clamp_max(1), K).permute(0, 3, 1, 2).to(ScalarType.Float32);
        foreach (var (name, loss) in All)
        {
            double right = loss.Of(truth * 30, label, null).item<float>(), wrong = loss.Of(truth * -30, label, null).item<float>();
            Assert.AreEqual(0, right, 1e-4, name);
            Assert.IsGreaterThan(0.5, wrong, name);
        }
    }

    [TestMethod]
    public void EveryLoss_HasTheGradientOfItsDifferences_AndNoneWithoutLabel()
    {
        foreach (var (name, loss) in All)
        {
            using var scope = NewDisposeScope();
            var label = tensor(s_labels).reshape(N, H, W).to(ScalarType.Int64);
            var logits = Logits().requires_grad_(true);
            loss.Of(logits, label, null).backward();
            const float Step = 1e-2f;
            foreach (var (pixel, c) in ((int, int)[])[(0, 0), (2, 1), (4, 0), (9, 2)])
            {
                Tensor up = Logits(), down = Logits();
                up[0, c, pixel / W, pixel % W].add_(Step);
                down[0, c, pixel / W, pixel % W].sub_(Step);
                double expected = (loss.Of(up, label, null).item<float>() - loss.Of(down, label, null).item<float>()) / (2 * Step);
                Assert.AreEqual(expected, logits.grad![0, c, pixel / W, pixel % W].item<float>(), 5e-4, $"{name}, pixel {pixel}, class {c}");
            }
            Assert.AreEqual(0, logits.grad!.index_select(0, tensor(0L))[0, .., 1, 1].abs().sum().item<float>(), name);
        }
    }

    [TestMethod]
    public void EveryLoss_OfExtremeLogits_AndOfOneClass_IsFinite()
    {
        foreach (var (name, loss) in All)
        {
            using var scope = NewDisposeScope();
            var label = zeros(N, H, W, ScalarType.Int64);
            var certain = stack([ones(N, H, W), zeros(N, H, W), zeros(N, H, W)], 1);             // class 0 everywhere
            foreach (var given in (Tensor[])[Logits() * 0, Logits() * 1e4, Logits() * -1e4, certain * 1e4, certain * -1e4])
            {
                var logits = given.requires_grad_(true);
                var value = loss.Of(logits, label, null);
                value.backward();
                Assert.IsTrue(double.IsFinite(value.item<float>()) && logits.grad!.isfinite().all().item<bool>(), $"{name}: {value.item<float>()}");
            }
        }
    }

    [TestMethod]
    public void EveryLoss_IsSavedWithItsTask()
    {
        foreach (var (name, loss) in All)
        {
            foreach (var task in (DenseTask[])[DenseTask.Segmentation(K, [1, 2, 3], loss: loss), DenseTask.Motion(loss: loss)])
            {
                var read = (SegmentationTask)DenseTask.FromJson(task.ToJson());
                Assert.AreEqual(loss, read.SegmentationLoss, name);
                Assert.AreEqual(task.ToJson(), read.ToJson(), name);
            }
        }
        Assert.Contains("'later'", Assert.ThrowsExactly<InvalidDataException>(() => SegmentationLoss.FromJson(new JsonObject { ["kind"] = "later" })).Message);
    }

    [TestMethod]
    public void Losses_BadArguments_AreNamed()
    {
        Assert.AreEqual("gamma", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SegmentationLoss.Focal(-1)).ParamName);
        Assert.AreEqual("gamma", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SegmentationLoss.Focal(double.NaN)).ParamName);
        Assert.AreEqual("weight", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => SegmentationLoss.Dice.Plus(SegmentationLoss.Dice, 0)).ParamName);
        Assert.AreEqual("other", Assert.ThrowsExactly<ArgumentNullException>(() => SegmentationLoss.Dice.Plus(null!)).ParamName);
    }

    private static double Value(SegmentationLoss loss, double[]? weights)
    {
        using var scope = NewDisposeScope();
        var classWeights = weights is null ? null : tensor(weights.Select(w => (float)w).ToArray());
        return loss.Of(Logits(), tensor(s_labels).reshape(N, H, W).to(ScalarType.Int64), classWeights).item<float>();
    }

    // Logits that differ by pixel and class, as float32 [N, K, H, W].
    private static Tensor Logits() => tensor(Enumerable.Range(0, N * K * H * W).Select(Logit).ToArray()).reshape(N, K, H, W);

    private static float Logit(int i) => (float)(1.5 * Math.Sin(1 + (2.7 * i)));

    // Softmax and label of each labelled pixel.
    private static (double[][] P, int[] Labels) Labelled()
    {
        var (p, labels) = (new List<double[]>(), new List<int>());
        for (int i = 0; i < P; i++)
        {
            if (s_labels[i] == DenseTask.Ignore) continue;
            int image = i / (H * W), pixel = i % (H * W);
            double[] e = [.. Enumerable.Range(0, K).Select(c => Math.Exp(Logit((((image * K) + c) * H * W) + pixel)))];
            p.Add([.. e.Select(value => value / e.Sum())]);
            labels.Add(s_labels[i]);
        }
        return ([.. p], [.. labels]);
    }
}
