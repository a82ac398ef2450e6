using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Optim;

/// <summary>Optimizers against their textbook formulas, computed here in float64.</summary>
[TestClass]
public sealed class OptimizerTests
{
    private static readonly double[] s_start = [1, -2, 0.5];
    private static readonly double[][] s_gradients = [[0.5, -1, 0], [0.25, 2, 1e-3], [-3, 0.1, 5], [1, 1, -1]];

    private static Parameter Start(ScalarType type = ScalarType.Float32) => nn.Parameter(tensor(s_start, type));

    private static void Step(optim.Optimizer optimizer, Parameter parameter, double[] gradient)
    {
        optimizer.zero_grad();
        (parameter * tensor(gradient, parameter.dtype)).sum().backward();
        optimizer.step();
    }

    /// <summary>Kingma and Ba, "Adam", ICLR 2015, Algorithm 1; with decoupled decay Loshchilov and Hutter, ICLR 2019, Algorithm
    /// 2.</summary>
    private static double[] Adam(double rate, double beta1, double beta2, double eps, double decay, bool decoupled, bool amsgrad)
    {
        var x = (double[])s_start.Clone();
        var (m, v, best) = (new double[3], new double[3], new double[3]);
        for (int t = 1; t <= s_gradients.Length; t++)
            for (int i = 0; i < 3; i++)
            {
                double g = s_gradients[t - 1][i] + (decoupled ? 0 : decay * x[i]);
                if (decoupled) x[i] -= rate * decay * x[i];
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                best[i] = Math.Max(best[i], v[i]);
                var second = (amsgrad ? best[i] : v[i]) / (1 - Math.Pow(beta2, t));
                x[i] -= rate * m[i] / (1 - Math.Pow(beta1, t)) / (Math.Sqrt(second) + eps);
            }
        return x;
    }

    [TestMethod]
    [DataRow(false, 0, false, DisplayName = "Adam")]
    [DataRow(false, 0.1, false, DisplayName = "Adam with weight decay")]
    [DataRow(false, 0.1, true, DisplayName = "Adam with weight decay and AMSGrad")]
    [DataRow(true, 0.1, false, DisplayName = "AdamW")]
    [DataRow(true, 0.1, true, DisplayName = "AdamW with AMSGrad")]
    public void Adam_FollowsItsFormula(bool decoupled, double decay, bool amsgrad)
    {
        using var scope = NewDisposeScope();
        foreach (var (type, delta) in new[] { (ScalarType.Float32, 2e-6), (ScalarType.Float64, 1e-12) })
        {
            var parameter = Start(type);
            using optim.Optimizer optimizer = decoupled
                ? optim.AdamW([parameter], 0.1, 0.8, 0.99, 1e-3, decay, amsgrad)
                : optim.Adam([parameter], 0.1, 0.8, 0.99, 1e-3, decay, amsgrad);
            foreach (var gradient in s_gradients) Step(optimizer, parameter, gradient);
            TensorAssert.HasElements(Adam(0.1, 0.8, 0.99, 1e-3, decay, decoupled, amsgrad), parameter, delta);
        }
    }

    [TestMethod]
    [DataRow(false, 0.1, false, DisplayName = "Adam")]
    [DataRow(true, 0.1, true, DisplayName = "AdamW with AMSGrad")]
    public void Adam_OfAParameterThatIsNotContiguous_FollowsItsFormula(bool decoupled, double decay, bool amsgrad)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(tensor(new double[,] { { 1, 0 }, { -2, 0 }, { 0.5, 0 } }).t()[0]);
        Assert.IsFalse(parameter.is_contiguous());
        using optim.Optimizer optimizer = decoupled
            ? optim.AdamW([parameter], 0.1, 0.8, 0.99, 1e-3, decay, amsgrad)
            : optim.Adam([parameter], 0.1, 0.8, 0.99, 1e-3, decay, amsgrad);
        foreach (var gradient in s_gradients) Step(optimizer, parameter, gradient);
        TensorAssert.HasElements(Adam(0.1, 0.8, 0.99, 1e-3, decay, decoupled, amsgrad), parameter, 1e-12);
    }

    [TestMethod]
    public void Adam_Maximizing_GoesUp()
    {
        using var scope = NewDisposeScope();
        var parameter = Start();
        using var optimizer = optim.Adam([parameter], 0.1, maximize: true);
        Step(optimizer, parameter, [1, 1, 1]);
        TensorAssert.HasElements([1.1, -1.9, 0.6], parameter, 1e-5);
    }

    [TestMethod]
    [DataRow(0, 0, 0, false, DisplayName = "plain")]
    [DataRow(0.9, 0, 0, false, DisplayName = "momentum")]
    [DataRow(0.9, 0.5, 0.1, false, DisplayName = "momentum, dampening and decay")]
    [DataRow(0.9, 0, 0.1, true, DisplayName = "Nesterov")]
    public void SGD_FollowsItsFormula(double momentum, double dampening, double decay, bool nesterov)
    {
        using var scope = NewDisposeScope();
        var parameter = Start(ScalarType.Float64);
        using var optimizer = optim.SGD([parameter], 0.05, momentum, dampening, decay, nesterov);
        var x = (double[])s_start.Clone();
        var velocity = new double[3];
        for (int t = 0; t < s_gradients.Length; t++)
        {
            Step(optimizer, parameter, s_gradients[t]);
            for (int i = 0; i < 3; i++)
            {
                double g = s_gradients[t][i] + decay * x[i];
                velocity[i] = t == 0 ? g : momentum * velocity[i] + (1 - dampening) * g;
                x[i] -= 0.05 * (momentum == 0 ? g : nesterov ? g + momentum * velocity[i] : velocity[i]);
            }
        }
        TensorAssert.HasElements(x, parameter, 1e-12);
    }

    [TestMethod]
    public void Groups_HaveTheirOwnRates()
    {
        using var scope = NewDisposeScope();
        var (slow, fast) = (Start(), Start());
        using var optimizer = optim.Adam([new Adam.ParamGroup([slow], lr: 0.01), new Adam.ParamGroup([fast], lr: 0.1)], lr: 1);
        (slow.sum() + fast.sum()).backward();
        optimizer.step();
        TensorAssert.HasElements([0.99, -2.01, 0.49], slow, 1e-5);
        TensorAssert.HasElements([0.9, -2.1, 0.4], fast, 1e-5);

        foreach (var group in optimizer.ParamGroups) group.LearningRate = 0;
        optimizer.step();
        TensorAssert.HasElements([0.9, -2.1, 0.4], fast, 1e-5);
        Assert.HasCount(2, optimizer.parameters().ToList());
    }

    [TestMethod]
    public void Step_LeavesParametersWithoutGradientAlone()
    {
        using var scope = NewDisposeScope();
        var (used, unused) = (Start(), Start());
        using var optimizer = optim.Adam([used, unused], 0.1);
        used.sum().backward();
        optimizer.step();
        TensorAssert.HasElements(s_start, unused);
        optimizer.zero_grad();
        TensorAssert.HasElements([0, 0, 0], used.grad);
        Assert.IsNull(unused.grad);
    }

    [TestMethod]
    public void Step_WithClosure_ReturnsItsLoss()
    {
        using var scope = NewDisposeScope();
        var parameter = Start();
        using var optimizer = optim.SGD([parameter], 1);
        var loss = optimizer.step(() =>
        {
            var sum = parameter.sum();
            sum.backward();
            return sum;
        });
        Assert.AreEqual(-0.5f, loss.item<float>());
        TensorAssert.HasElements([0, -3, -0.5], parameter);
    }

    [TestMethod]
    public void StateDict_ContinuesWhereItWasSaved()
    {
        using var scope = NewDisposeScope();
        foreach (var make in new Func<Parameter, OptimizerHelper>[]
                 {
                     p => optim.Adam([p], 0.1, amsgrad: true), p => optim.AdamW([p], 0.1), p => optim.SGD([p], 0.1, momentum: 0.9),
                 })
        {
            var (first, second) = (Start(ScalarType.Float64), Start(ScalarType.Float64));
            using var source = make(first);
            Step(source, first, s_gradients[0]);
            Step(source, first, s_gradients[1]);

            var file = new MemoryStream();
            source.save_state_dict(new BinaryWriter(file));
            file.Position = 0;
            using (no_grad()) second.copy_(first);
            using var target = make(second);
            target.load_state_dict(new BinaryReader(file));

            Step(source, first, s_gradients[2]);
            Step(target, second, s_gradients[2]);
            TensorAssert.AreClose(first, second, 1e-12);
        }
    }

    [TestMethod]
    public void Dispose_EndsTheStatesAndLeavesTheParameters()
    {
        var counts = DisposeScopeManager.Statistics;
        using var parameter = Start();
        var before = counts.ThreadTotalLiveCount;
        var optimizer = optim.Adam([parameter]);
        Assert.AreEqual(before + 2, counts.ThreadTotalLiveCount);
        optimizer.Dispose();
        Assert.AreEqual(before, counts.ThreadTotalLiveCount);
        Assert.IsFalse(parameter.IsInvalid);
    }
}
