using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>A visible point of an object's surface.</summary>
internal readonly struct SurfacePoint
{
    public required Vector3 World { get; init; }

    /// <summary>The point in the object's own axes, metres.</summary>
    public required Vector3 Local { get; init; }

    public required Vector3 Normal { get; init; }

    public required Vector3 LocalNormal { get; init; }

    /// <summary>Unit vector to the camera.</summary>
    public required Vector3 ToCamera { get; init; }

    /// <summary>Metres that a pixel covers at normal incidence.</summary>
    public required float Footprint { get; init; }

    public required StreetMaterial Material { get; init; }

    public required StreetLook Look { get; init; }
}
