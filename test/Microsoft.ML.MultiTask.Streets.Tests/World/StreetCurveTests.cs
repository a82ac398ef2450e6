namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetCurveTests
{
    [TestMethod]
    public void FromCurvature_ConstantBend_IsACircleToTheRight()
    {
        const double Radius = 40;
        var curve = StreetCurve.FromCurvature(new CurvePoint(0, 0, 0, 1), 2 * Math.PI * Radius / 4, _ => 1 / Radius);

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
        var curve = StreetCurve.FromCurvature(new CurvePoint(3, -2, 0, 1).Turned(0.4), 100, _ => bend);
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
        var road = StreetCurve.FromCurvature(new CurvePoint(0, 0, 0, 1), 80, _ => 0.02);
        var lane = StreetCurve.Through(road.Along(0, 80, 10));

        Assert.AreEqual(80 * (1 - 0.02 * 10), lane.Length, 0.6);
        var (a, b) = (lane.At(20), lane.At(21));
        Assert.AreEqual(1, Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Z - a.Z) * (b.Z - a.Z)), 0.01);
    }

    [TestMethod]
    public void Joined_LinesAtARightAngle_TurnsAboutAQuarterCircle()
    {
        var north = StreetCurve.Straight((0, -20), (0, 0)).Along(0, 20, 0);
        var east = StreetCurve.Straight((10, 10), (30, 10)).Along(0, 20, 0);
        var path = StreetCurve.Through(StreetCurve.Joined(north, east));

        Assert.AreEqual(20 + 10 * Math.PI / 2 + 20, path.Length, 0.6);
        var middle = path.At(20 + 10 * Math.PI / 4);
        Assert.AreEqual(10, Math.Sqrt((middle.X - 10) * (middle.X - 10) + middle.Z * middle.Z), 0.2);
        Assert.AreEqual(Math.Sqrt(0.5), middle.DirectionX, 0.02);
    }
}
