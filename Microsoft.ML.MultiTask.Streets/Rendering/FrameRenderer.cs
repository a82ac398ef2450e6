using System.Numerics;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>
/// Renders the frames of a world. Labels are exact at pixel centres; colours are anti-aliased. Not thread-safe.
/// </summary>
internal sealed class FrameRenderer
{
    private const int SkyId = -2;
    private const int GroundId = -3;

    private readonly StreetsOptions _options;
    private readonly FrameGeometry _geometry;
    private readonly VisibilityBuffer _centres;
    private readonly VisibilityBuffer _corners;
    private readonly ShadowMap _shadows = new();
    private readonly ContactShadows _contacts = new();
    private readonly Shader _shader;
    private readonly int[] _seen;
    private readonly Vector3[] _colours;
    private readonly Vector3[] _cornerColours;
    private readonly bool[] _isEdge;
    private StreetWorld _world = null!;
    private StreetCamera _camera = null!;

    public FrameRenderer(StreetsOptions options)
    {
        _options = options;
        var (w, h) = (options.Width, options.Height);
        _geometry = new FrameGeometry(w, h);
        _centres = new VisibilityBuffer(w, h, 0.5f);
        _corners = new VisibilityBuffer(w + 1, h + 1, 0f);
        _shader = new Shader(_shadows, _contacts);
        _seen = new int[w * h];
        _colours = new Vector3[w * h];
        _cornerColours = new Vector3[(w + 1) * (h + 1)];
        _isEdge = new bool[(w + 1) * (h + 1)];
        Frame = new LabelledFrame(w, h);
    }

    /// <summary>The last frame rendered.</summary>
    public LabelledFrame Frame { get; }

    public LabelledFrame Render(StreetWorld world, int frame)
    {
        world.MoveTo(frame);
        (_world, _camera) = (world, StreetCamera.At(world, frame, _options));
        _geometry.Build(world, _camera);
        foreach (var buffer in (ReadOnlySpan<VisibilityBuffer>)[_centres, _corners])
        {
            buffer.Clear(0f);
            _geometry.Draw(buffer);
        }
        _shadows.Build(world, _camera);
        _contacts.Build(world, _camera);
        _shader.Begin(world, _camera);
        ShadeCentres();
        ShadeEdges();
        CameraSensor.Expose(_colours, _cornerColours, _isEdge, Frame, _options, world, frame);
        return Frame;
    }

    private void ShadeCentres()
    {
        for (var y = 0; y < Frame.Height; y++)
        {
            for (var x = 0; x < Frame.Width; x++)
            {
                var i = y * Frame.Width + x;
                var ray = _camera.Ray(x + 0.5f, y + 0.5f);
                var nearness = _centres.Nearness[i];
                var primitive = _centres.Primitive[i];
                var distance = nearness > 0f ? 1f / nearness : float.PositiveInfinity;
                var ground = GroundTracer.Trace(_world.Map, _camera.Position, ray, distance);
                if (ground.Distance < distance)
                {
                    var seen = GroundMaterial.ClassOf(ground);
                    Label(i, seen, ground.Distance, null);
                    _seen[i] = GroundId - (ground.IsKerb ? 99 : seen == StreetClass.LaneMarking ? (int)StreetClass.Road : (int)seen);
                    _colours[i] = _shader.Ground(ground, ray);
                }
                else if (primitive != VisibilityBuffer.None)
                {
                    var p = _geometry[primitive];
                    Label(i, ObjectMaterial.ClassOf(p.Material, p.Thing.Look), distance, p.Thing);
                    _seen[i] = primitive;
                    _colours[i] = _shader.Object(p, ray, distance);
                }
                else
                {
                    Label(i, StreetClass.Sky, float.PositiveInfinity, null);
                    _seen[i] = SkyId;
                    _colours[i] = _shader.SkyAt(ray);
                }
            }
        }
    }

    private void Label(int pixel, StreetClass seen, float depth, StreetObject? thing)
    {
        Frame.Class[pixel] = seen;
        Frame.Depth[pixel] = depth;
        Frame.Instance[pixel] = thing?.Instance ?? 0;
        Frame.Motion[pixel] = thing is { IsMoving: true } ? (byte)1 : (byte)0;
    }

    /// <summary>Shades the corners of pixels at which more than one surface is visible.</summary>
    private void ShadeEdges()
    {
        for (var y = 0; y <= Frame.Height; y++)
        {
            for (var x = 0; x <= Frame.Width; x++)
            {
                var i = y * _corners.Width + x;
                _isEdge[i] = IsEdge(x, y, _corners.Primitive[i]);
                if (_isEdge[i])
                {
                    _cornerColours[i] = Corner(x, y, i);
                }
            }
        }
    }

    private bool IsEdge(int x, int y, int primitive)
    {
        var (left, right) = (Math.Max(0, x - 1), Math.Min(Frame.Width - 1, x));
        var (above, below) = (Math.Max(0, y - 1) * Frame.Width, Math.Min(Frame.Height - 1, y) * Frame.Width);
        var seen = _seen[above + left];
        return seen != _seen[above + right] || seen != _seen[below + left] || seen != _seen[below + right]
            || primitive != _centres.Primitive[above + left];
    }

    private Vector3 Corner(int x, int y, int i)
    {
        var ray = _camera.Ray(x, y);
        var nearness = _corners.Nearness[i];
        var distance = nearness > 0f ? 1f / nearness : float.PositiveInfinity;
        var ground = GroundTracer.Trace(_world.Map, _camera.Position, ray, distance);
        return ground.Distance < distance ? _shader.Ground(ground, ray)
            : nearness > 0f ? _shader.Object(_geometry[_corners.Primitive[i]], ray, distance)
            : _shader.SkyAt(ray);
    }
}
