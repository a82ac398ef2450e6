namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class TrajectoryTests
{
    [TestMethod]
    public void DistanceAt_BrakingToAStop_EndsWhereTheMathsSays()
    {
        var path = StreetCurve.Straight((0, 0), (0, 100));
        var braking = new Trajectory(path, 10, 8) { ChangeTime = 1, FinalSpeed = 0, Acceleration = 2 };

        Assert.AreEqual(10 + 8, braking.DistanceAt(1), 1e-12);
        Assert.AreEqual(10 + 8 + 8 * 2 - 2 * 2 * 2 / 2.0, braking.DistanceAt(3), 1e-12);
        Assert.AreEqual(10 + 8 + 16, braking.DistanceAt(5), 1e-12);
        Assert.AreEqual(10 + 8 + 16, braking.DistanceAt(50), 1e-12);
        Assert.AreEqual(10 - 0.8, braking.DistanceAt(-0.1), 1e-12);
    }
}
