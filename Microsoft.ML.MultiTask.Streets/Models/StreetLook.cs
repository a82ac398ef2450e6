using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>The colours of an object's materials. Colours are linear reflectances in [0, 1].</summary>
internal sealed record StreetLook
{
    /// <summary>Seeds the object's textures.</summary>
    public required int Seed { get; init; }

    /// <summary>Paint, leaves, jacket, sign or wall colour.</summary>
    public Vector3 Colour { get; init; }

    /// <summary>Trousers.</summary>
    public Vector3 Second { get; init; }

    /// <summary>Hair.</summary>
    public Vector3 Third { get; init; }

    public Vector3 Skin { get; init; }

    /// <summary>The lamps at a car's back, or a traffic light's state 0 … 2 from the top.</summary>
    public int Lamps { get; init; }

    /// <summary>Whether all of a cyclist, clothes included, has the bicycle class.</summary>
    public bool IsCyclist { get; init; }

    public CarShape? Car { get; init; }

    public FacadeStyle? Facade { get; init; }
}
