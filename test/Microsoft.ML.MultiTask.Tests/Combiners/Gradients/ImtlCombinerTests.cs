using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class ImtlCombinerTests
{
    /// <summary>Three steps of SGD with a learning rate of 0.1 on the logarithms of the scales.</summary>
    [TestMethod]
    public void Combine_ASequenceOfSteps_GivesTheReferenceGradientsAndScales()
    {
        double[][] gradients =
        [
            [0.2387990479845321, 0.572463182554892, 0.21253206409309947, 0.38767504979250295, 0.464794235929577],
            [0.1388580039567233, 0.3523808771466419, 0.19546625169947804, 0.2459874978270161, 0.4188819652427882],
            [0.0830148349074731, 0.19900806553248626, 0.07388351989734876, 0.13476929882214422, 0.16157860379802805],
        ];
        double[][] shared =
        [
            [0.42383646859580504, 0.5035600039010149, 0.07260352750317983],
            [0.3137167292056384, 0.3123671101294102, 0.12501370047531865],
            [0.2500784711943661, 0.0360564362154592, 0.21048608960550544],
        ];
        double[][] decoders = [[1, 1, 1], [1.030454533953517, 0.8780954309205613, 0.36787944117144233], [1.065048624890193, 0.8141431355946921, 0.2919737152436898]];
        using var scope = NewDisposeScope();
        using var combiner = LossCombiner.Imtl().Started();
        using var optimizer = optim.SGD(combiner.Parameters.Values, learningRate: 0.1);
        for (var step = 0; step < 3; step++)
        {
            optimizer.zero_grad();
            var joined = combiner.JoinValues(ReferenceSteps.Sequence[step].Losses, ReferenceSteps.Sequence[step].Gradients);
            ReferenceSteps.AreClose(gradients[step], joined.Gradient);
            ReferenceSteps.AreClose(shared[step], joined.SharedWeights);
            ReferenceSteps.AreClose(decoders[step], joined.Weights);
            optimizer.step();
        }
    }
}
