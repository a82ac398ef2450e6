using System.Numerics;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class VisibilityBufferTests
{
    [TestMethod]
    public void Fill_FanOfTriangles_CoversEverySampleOnce()
    {
        const int Size = 40;
        Vector2 middle = new(19.37f, 21.5f);
        var covered = new int[Size * Size];
        var angles = Enumerable.Range(0, 7).Select(i => i * 0.8976);
        var ring = angles.Select(a => middle + 60f * new Vector2((float)Math.Cos(a), (float)Math.Sin(a))).ToArray();
        for (var i = 0; i < ring.Length; i++)
        {
            var buffer = new VisibilityBuffer(Size, Size, 0.5f);
            buffer.Clear(0f);
            buffer.Fill([middle, ring[i], ring[(i + 1) % ring.Length]], new Vector3(0f, 0f, 1f), 3);
            for (var p = 0; p < covered.Length; p++)
            {
                covered[p] += buffer.Primitive[p] == 3 ? 1 : 0;
            }
        }

        Assert.IsTrue(covered.All(count => count == 1));
    }

    [TestMethod]
    public void Fill_NearerPolygonFirst_StaysInFront()
    {
        var buffer = new VisibilityBuffer(8, 8, 0.5f);
        buffer.Clear(0f);
        Vector2[] square = [new(0f, 0f), new(8f, 0f), new(8f, 8f), new(0f, 8f)];
        buffer.Fill(square, new Vector3(0f, 0f, 0.5f), 1);
        buffer.Fill(square, new Vector3(0.1f, 0f, 0f), 2);

        Assert.AreEqual(1, buffer.Primitive[0]);
        Assert.AreEqual(2, buffer.Primitive[7]);
        Assert.AreEqual(0.75f, buffer.Nearness[7], 1e-6f);
    }

    [TestMethod]
    public void Fill_PolygonOutsideTheGrid_ChangesNothing()
    {
        var buffer = new VisibilityBuffer(8, 8, 0f);
        buffer.Clear(0f);
        buffer.Fill([new(-1e9f, -5f), new(-3f, -5f), new(-3f, 1e9f)], new Vector3(0f, 0f, 1f), 1);

        Assert.IsTrue(buffer.Primitive.All(p => p == VisibilityBuffer.None));
    }
}
