using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class BatchNormalizationTests
{
    [TestMethod]
    [DataRow(ScalarType.Float32)]
    [DataRow(ScalarType.BFloat16)]
    public void Apply_InTrainingAndEvaluation_EqualsTheModule(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using BatchNorm2d norm = nn.BatchNorm2d(5), expected = nn.BatchNorm2d(5);
        for (int step = 0; step < 4; step++)
        {
            bool trains = step < 3;
            norm.train(trains);
            expected.train(trains);
            Tensor x = Waves(step).to(type).requires_grad_(), y = x.detach().requires_grad_();
            Tensor result = BatchNormalization.Apply(norm, x), right = expected.forward(y);
            TensorAssert.AreClose(right, result, rtol: 0, atol: 0);

            using (var loss = (result * Waves(step + 9)).sum())
                loss.backward();
            using (var loss = (right * Waves(step + 9)).sum())
                loss.backward();
            TensorAssert.AreClose(y.grad!, x.grad!, rtol: 0, atol: 0);
            foreach (var ((_, tensor), (_, other)) in expected.state_dict().Zip(norm.state_dict()))
                TensorAssert.AreClose(tensor.to(float64), other.to(float64), rtol: 0, atol: 0);
        }
    }

    private static Tensor Waves(int seed) => (arange(2 * 5 * 6 * 7).to(ScalarType.Float32) * (0.1 + 0.07 * seed)).sin().reshape(2, 5, 6, 7);
}
