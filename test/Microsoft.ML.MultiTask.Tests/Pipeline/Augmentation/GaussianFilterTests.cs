using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class GaussianFilterTests
{
    /// <summary>exp(-x²/2) of x from -3 to 3, over their sum: 0.00443, 0.05401, 0.24204, 0.39905 and back.</summary>
    [TestMethod]
    public void Blur_OnePixel_BecomesTheKernel()
    {
        var plane = new float[9 * 9];
        plane[4 * 9 + 4] = 100;
        var filter = new GaussianFilter(9, 9);
        filter.Set(1);

        filter.Blur(plane);

        float[] kernel = [0, 0.00443f, 0.05401f, 0.24204f, 0.39905f, 0.24204f, 0.05401f, 0.00443f, 0];
        for (int y = 0; y < 9; y++)
            for (int x = 0; x < 9; x++)
                Assert.AreEqual(100 * kernel[y] * kernel[x], plane[y * 9 + x], 0.002f);
    }

    /// <summary>Also where the kernel is larger than the plane.</summary>
    [TestMethod]
    [DataRow(0.1)]
    [DataRow(4.0)]
    public void Blur_OneColor_Stays(double deviation)
    {
        float[] plane = [.. Enumerable.Repeat(77f, 3 * 20)];
        var filter = new GaussianFilter(3, 20);
        filter.Set(deviation);

        filter.Blur(plane);

        foreach (float sample in plane)
            Assert.AreEqual(77, sample, 1e-3f);
    }

    [TestMethod]
    public void AddNoise_ManySamples_HasMeanDeviationAndTailsOfAGaussian()
    {
        var samples = new float[100_001];

        GaussianFilter.AddNoise(samples, 3, new SplitMix64(5, 1));

        Assert.AreEqual(0, samples.Average(), 0.05);
        Assert.AreEqual(3, Math.Sqrt(samples.Average(sample => (double)sample * sample)), 0.03);
        Assert.AreEqual(0.3173, samples.Average(sample => Math.Abs(sample) > 3 ? 1.0 : 0), 0.01);
        Assert.AreEqual(0.0027, samples.Average(sample => Math.Abs(sample) > 9 ? 1.0 : 0), 0.001);
    }
}
