namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// Draws, in [0, 1), that decide a sequence's character. Spread evenly over the sequences, so that even a few show every kind.
/// </summary>
/// <remarks>Multiples of irrational numbers, from a start drawn from the seed: a low-discrepancy (Kronecker) sequence.</remarks>
/// <param name="Light">The kind of weather and time of day.</param>
/// <param name="Turn">Whether the camera car turns off.</param>
/// <param name="Lead">What the car before it does.</param>
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
