namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// Random numbers in [0, 1) that decide the character of a sequence, spread evenly so that a few sequences already show every kind.
/// </summary>
/// <remarks>A low-discrepancy (Kronecker) sequence: multiples of irrational numbers, offset by the seed.</remarks>
/// <param name="Light">The kind of weather and time of day.</param>
/// <param name="Turn">Whether the camera car turns off.</param>
/// <param name="Lead">The behaviour of the car in front.</param>
internal readonly record struct SequenceMix(double Light, double Turn, double Lead)
{
    public static SequenceMix Of(int seed, int sequence)
    {
        var start = StreetRandom.For(seed, -1);
        return new SequenceMix(At(0.7548776662), At(0.5698402910), At(0.6180339887));

        double At(double step)
        {
            var value = start.Unit() + sequence * step;
            return value - Math.Floor(value);
        }
    }
}
