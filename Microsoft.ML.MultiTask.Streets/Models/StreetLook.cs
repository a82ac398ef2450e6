using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>How one object's materials are coloured. Colours are linear reflectances in [0, 1].</summary>
internal sealed record StreetLook
{
    /// <summary>Varies the object's textures.</summary>
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

    /// <summary>All of a cyclist belongs to the class of bicycles, the clothes included.</summary>
    public bool IsCyclist { get; init; }

    public CarShape? Car { get; init; }

    public FacadeStyle? Facade { get; init; }
}
