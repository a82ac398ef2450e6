using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>The look of a building's walls. Metres; colours are linear reflectances.</summary>
internal sealed record FacadeStyle
{
    public required float Width { get; init; }

    public required float Depth { get; init; }

    public required float WallHeight { get; init; }

    public required float GroundFloor { get; init; }

    public required float Floor { get; init; }

    public required float Bay { get; init; }

    public required float WindowWidth { get; init; }

    public required float WindowHeight { get; init; }

    public required Vector3 Wall { get; init; }

    public required Vector3 Trim { get; init; }

    public required Vector3 RoofColour { get; init; }

    public required bool IsBrick { get; init; }

    public required bool HasShop { get; init; }
}
