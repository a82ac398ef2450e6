namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>The dimensions of a kind of car, in metres from the centre of its footprint; z to the front.</summary>
internal sealed record CarShape
{
    public required float Length { get; init; }

    public required float Width { get; init; }

    /// <summary>Bottom edge of the side windows.</summary>
    public required float Belt { get; init; }

    public required float Roof { get; init; }

    /// <summary>Top of the bonnet at the front.</summary>
    public required float Nose { get; init; }

    /// <summary>z of the rear window and the windscreen at the belt line and at the roof.</summary>
    public required (float RearLow, float RearHigh, float FrontHigh, float FrontLow) Glass { get; init; }

    public float HalfLength => 0.5f * Length;

    public float HalfWidth => 0.5f * Width;

    public float RoofHalfWidth => 0.39f * Width;

    /// <summary>The distance of the axles from the centre.</summary>
    public float AxleOffset => 0.29f * Length;

    public float WheelRadius { get; init; } = 0.33f;

    public static CarShape[] All { get; } =
    [
        new()
        {
            Length = 4.0f, Width = 1.74f, Belt = 0.95f, Roof = 1.48f, Nose = 0.72f,
            Glass = (-1.92f, -1.45f, 0.25f, 1.05f),
        },
        new()
        {
            Length = 4.6f, Width = 1.82f, Belt = 0.92f, Roof = 1.43f, Nose = 0.70f,
            Glass = (-1.65f, -0.95f, 0.30f, 1.10f),
        },
        new()
        {
            Length = 4.7f, Width = 1.82f, Belt = 0.95f, Roof = 1.48f, Nose = 0.72f,
            Glass = (-2.25f, -1.80f, 0.30f, 1.15f),
        },
        new()
        {
            Length = 4.5f, Width = 1.90f, Belt = 1.08f, Roof = 1.72f, Nose = 0.90f,
            Glass = (-2.15f, -1.80f, 0.35f, 1.10f), WheelRadius = 0.37f,
        },
        new()
        {
            Length = 5.0f, Width = 1.98f, Belt = 1.20f, Roof = 2.15f, Nose = 0.95f,
            Glass = (-2.46f, -2.38f, 1.05f, 1.75f), WheelRadius = 0.35f,
        },
    ];
}
