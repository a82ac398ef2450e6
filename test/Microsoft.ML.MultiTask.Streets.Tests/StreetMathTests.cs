namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetMathTests
{
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.7)]
    [DataRow(1.6)]
    [DataRow(3.2)]
    [DataRow(-2.5)]
    [DataRow(40.0)]
    public void SinCos_AnyQuarter_AgreesWithTheLibrary(double angle)
    {
        var (sin, cos) = StreetMath.SinCos(angle);

        Assert.AreEqual(Math.Sin(angle), sin, 1e-7);
        Assert.AreEqual(Math.Cos(angle), cos, 1e-7);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(0.3f)]
    [DataRow(1f)]
    [DataRow(4f)]
    public void Decay_HazeOfUsualThickness_IsTheExponential(float x) => Assert.AreEqual(MathF.Exp(-x), StreetMath.Decay(x), 0.002f);

    [TestMethod]
    public void Strip_PixelsSideBySide_AddUpToTheWidth()
    {
        const float Footprint = 0.3f;
        var covered = Enumerable.Range(-20, 41).Sum(i => StreetMath.Strip(i * Footprint + 0.11f, 0.13f, Footprint) * Footprint);

        Assert.AreEqual(0.13f, covered, 1e-5f);
    }
}
