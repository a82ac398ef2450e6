namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetCurveTests
{
    [TestMethod]
    public void FromCurvature_ConstantBend_IsACircleToTheRight()
    {
        const double Radius = 40;
        var curve = StreetCurve.FromCurvature((0, 0), 0, 2 * Math.PI * Radius / 4, _ => 1 / Radius);

        var end = curve.At(Math.PI * Radius / 2);

        Assert.AreEqual(Radius, end.X, 0.01);
        Assert.AreEqual(Radius, end.Z, 0.01);
        Assert.AreEqual(1, end.DirectionX, 1e-3);
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.02)]
    [DataRow(-0.03)]
    public void Project_PointBesideTheLine_UndoesAt(double bend)
    {
        var curve = StreetCurve.FromCurvature((3, -2), 0.4, 100, _ => bend);
        for (var s = 5.0; s < 95; s += 3.17)
        {
            foreach (var d in (ReadOnlySpan<double>)[-9, -1.6, 0, 4, 12])
            {
                var p = curve.At(s, d);
                var (foundS, foundD) = curve.Project((float)p.X, (float)p.Z, (int)(s / StreetCurve.Step) + 2);

                Assert.AreEqual(s, foundS, 0.02);
                Assert.AreEqual(d, foundD, 0.01);
            }
        }
    }

    [TestMethod]
    public void Through_LaneOfABend_KeepsDistancesTrue()
    {
        var road = StreetCurve.FromCurvature((0, 0), 0, 80, _ => 0.02);
        var lane = StreetCurve.Through([.. road.Along(0, 80, 10)]);

        Assert.AreEqual(80 * (1 - 0.02 * 10), lane.Length, 0.6);
        var (a, b) = (lane.At(20), lane.At(21));
        Assert.AreEqual(1, Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Z - a.Z) * (b.Z - a.Z)), 0.01);
    }
}
