using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class FrameRendererTests
{
    /// <summary>
    /// Changes whenever the same options render anything else; then <see cref="StreetsManifest.CurrentVersion"/> must change too.
    /// </summary>
    private const string PinnedFrame = "6A024F24119D49AE";

    [TestMethod]
    public void Render_PinnedOptions_GivesThePinnedPixelsAndLabels()
    {
        var options = StreetScenes.Small;
        var frame = new FrameRenderer(options).Render(StreetWorldBuilder.Build(options, 1), 4);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(frame.Rgb);
        hash.AppendData(frame.Motion);
        Span<byte> pixel = stackalloc byte[7];
        for (var i = 0; i < frame.Class.Length; i++)
        {
            pixel[0] = (byte)frame.Class[i];
            BinaryPrimitives.WriteUInt16LittleEndian(pixel[1..], frame.Instance[i]);
            var centimetres = float.IsInfinity(frame.Depth[i]) ? -1 : (int)(frame.Depth[i] * 100f + 0.5f);
            BinaryPrimitives.WriteInt32LittleEndian(pixel[3..], centimetres);
            hash.AppendData(pixel);
        }

        Assert.AreEqual(PinnedFrame, Convert.ToHexString(hash.GetHashAndReset())[..16]);
    }

    [TestMethod]
    public void Render_FramesInAnyOrder_GivesTheSameFrame()
    {
        var options = StreetScenes.Small;
        var inOrder = new FrameRenderer(options);
        var world = StreetWorldBuilder.Build(options, 0);
        inOrder.Render(world, 3);
        inOrder.Render(world, 4);

        var alone = new FrameRenderer(options).Render(StreetWorldBuilder.Build(options, 0), 4);

        Assert.AreSequenceEqual(alone.Rgb, inOrder.Frame.Rgb);
        Assert.AreSequenceEqual(alone.Depth, inOrder.Frame.Depth);
        Assert.AreSequenceEqual(alone.Motion, inOrder.Frame.Motion);
    }

    [TestMethod]
    public void Render_GroundPixels_LieOnTheGround()
    {
        var options = StreetScenes.Small;
        var world = StreetWorldBuilder.Build(options, 0);
        var frame = new FrameRenderer(options).Render(world, 0);
        var camera = StreetCamera.At(world, 0, options);
        var road = 0;
        for (var i = 0; i < frame.Class.Length; i++)
        {
            // Far away, where a metre of depth is a millimetre of height, rounding shows.
            var height = StreetScenes.PointOf(camera, frame, i).Y;
            if (frame.Class[i] is StreetClass.Road or StreetClass.LaneMarking)
            {
                road++;
                Assert.AreEqual(0f, height, 2e-3f);
            }
            else if (frame.Class[i] == StreetClass.Sidewalk)
            {
                Assert.IsInRange(-2e-3f, GroundTracer.KerbHeight + 2e-3f, height);
            }
        }
        Assert.IsGreaterThan(frame.Class.Length / 8, road);
    }

    [TestMethod]
    public void Render_SkyPixels_HaveNoDepthAndNoMotion()
    {
        var frame = new FrameRenderer(StreetScenes.Small).Render(StreetWorldBuilder.Build(StreetScenes.Small, 0), 0);

        for (var i = 0; i < frame.Class.Length; i++)
        {
            Assert.AreEqual(frame.Class[i] == StreetClass.Sky, float.IsPositiveInfinity(frame.Depth[i]));
            Assert.IsFalse(frame.Class[i] == StreetClass.Sky && frame.Motion[i] != 0);
        }
    }

    [TestMethod]
    public void Render_Motion_IsThatOfTheThingsSeen()
    {
        var options = StreetScenes.Small;
        var (moving, standing) = (0, 0);
        for (var sequence = 0; sequence < 4; sequence++)
        {
            var world = StreetWorldBuilder.Build(options, sequence);
            var frame = new FrameRenderer(options).Render(world, 6);
            var things = world.Objects.Where(o => o.Instance > 0).ToDictionary(o => o.Instance);
            for (var i = 0; i < frame.Class.Length; i++)
            {
                var isDynamic = frame.Class[i] is StreetClass.Car or StreetClass.Pedestrian or StreetClass.Bicycle;
                Assert.AreEqual(isDynamic, frame.Instance[i] != 0);
                if (isDynamic)
                {
                    var thing = things[frame.Instance[i]];
                    var (now, before) = (thing.PlaceAt(0.6), thing.PlaceAt(0.5));
                    var moved = Math.Sqrt((now.X - before.X) * (now.X - before.X) + (now.Z - before.Z) * (now.Z - before.Z));
                    Assert.AreEqual(moved > 0.02, frame.Motion[i] == 1, $"thing {frame.Instance[i]} moved {moved} m");
                    (moving, standing) = frame.Motion[i] == 1 ? (moving + 1, standing) : (moving, standing + 1);
                }
                else
                {
                    Assert.AreEqual(0, frame.Motion[i]);
                }
            }
        }
        Assert.IsGreaterThan(100, moving);
        Assert.IsGreaterThan(100, standing);
    }

    [TestMethod]
    public void Render_PixelsWarpedToTheFrameBefore_MeetTheirSurfaceUnlessItMoved()
    {
        var options = StreetScenes.Small with { Width = 192, Height = 112 };
        var (still, stillGone, moved, movedAway) = (0, 0, 0, 0);
        for (var sequence = 0; sequence < 3; sequence++)
        {
            var world = StreetWorldBuilder.Build(options, sequence);
            var renderer = new FrameRenderer(options);
            var before = (float[])renderer.Render(world, 7).Depth.Clone();
            var frame = renderer.Render(world, 8);
            var (cameraBefore, camera) = (StreetCamera.At(world, 7, options), StreetCamera.At(world, 8, options));
            for (var i = 0; i < frame.Class.Length; i++)
            {
                var point = StreetScenes.PointOf(camera, frame, i);
                var pixel = float.IsInfinity(frame.Depth[i]) ? -1 : StreetScenes.PixelOf(cameraBefore, frame, point);
                if (pixel < 0)
                {
                    continue;
                }
                var (expected, tolerance) = (cameraBefore.ToCamera(point).Z, 0.1f + SlopeTolerance(before, frame.Width, pixel));
                if (frame.Motion[i] == 1)
                {
                    (moved, movedAway) = (moved + 1, movedAway + (MathF.Abs(expected - before[pixel]) > tolerance ? 1 : 0));
                }
                else
                {
                    // Something else may have hidden a standing surface; nothing could be seen through it.
                    (still, stillGone) = (still + 1, stillGone + (expected < before[pixel] - tolerance ? 1 : 0));
                }
            }
        }
        Assert.IsLessThan(0.02, (double)stillGone / still);
        Assert.IsGreaterThan(0.15, (double)movedAway / moved);
    }

    /// <summary>Half of how much the depth changes within the pixel, from its neighbours.</summary>
    private static float SlopeTolerance(float[] depth, int width, int pixel)
    {
        var (x, y) = (pixel % width, pixel / width);
        var tolerance = 0f;
        ReadOnlySpan<int> neighbours =
        [
            x > 0 ? pixel - 1 : pixel, x + 1 < width ? pixel + 1 : pixel,
            y > 0 ? pixel - width : pixel, pixel + width < depth.Length ? pixel + width : pixel,
        ];
        foreach (var other in neighbours)
        {
            var step = MathF.Abs(depth[other] - depth[pixel]);
            tolerance = MathF.Max(tolerance, step < 0.2f * depth[pixel] ? step : 0f);
        }
        return tolerance;
    }
}
