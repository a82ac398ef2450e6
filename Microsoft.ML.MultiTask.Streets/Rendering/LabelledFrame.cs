using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>A rendered frame and its labels, row by row. Reused from frame to frame by its renderer.</summary>
internal sealed class LabelledFrame(int width, int height)
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    /// <summary>Interleaved red, green and blue.</summary>
    public byte[] Rgb { get; } = new byte[3 * width * height];

    public StreetClass[] Class { get; } = new StreetClass[width * height];

    /// <summary>Instance number of a car or person, 0 elsewhere.</summary>
    public ushort[] Instance { get; } = new ushort[width * height];

    /// <summary>Metres along the camera's axis; infinite in the sky.</summary>
    public float[] Depth { get; } = new float[width * height];

    /// <summary>1 where the visible object moved in the world since the previous frame, else 0.</summary>
    public byte[] Motion { get; } = new byte[width * height];
}
