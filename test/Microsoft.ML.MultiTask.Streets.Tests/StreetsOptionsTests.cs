namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class StreetsOptionsTests
{
    [TestMethod]
    public void Validate_Defaults_AreValid() => new StreetsOptions().Validate();

    [TestMethod]
    [DynamicData(nameof(OutOfRange))]
    public void Validate_OutOfRange_NamesTheOptionAndTheRange(string name, StreetsOptions options)
    {
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate);

        Assert.AreEqual(name, e.ParamName);
        Assert.Contains("must be between", e.Message);
    }

    public static IEnumerable<(string Name, StreetsOptions Options)> OutOfRange =>
    [
        (nameof(StreetsOptions.Sequences), new() { Sequences = 0 }),
        (nameof(StreetsOptions.FramesPerSequence), new() { FramesPerSequence = 2_001 }),
        (nameof(StreetsOptions.Width), new() { Width = 15 }),
        (nameof(StreetsOptions.Height), new() { Height = 5_000 }),
        (nameof(StreetsOptions.FramesPerSecond), new() { FramesPerSecond = double.NaN }),
        (nameof(StreetsOptions.FieldOfViewDegrees), new() { FieldOfViewDegrees = 170 }),
        (nameof(StreetsOptions.NoiseStandardDeviation), new() { NoiseStandardDeviation = -1 }),
        (nameof(StreetsOptions.TrafficDensity), new() { TrafficDensity = -0.1 }),
        (nameof(StreetsOptions.PedestrianDensity), new() { PedestrianDensity = 5 }),
        (nameof(StreetsOptions.Threads), new() { Threads = -1 }),
    ];
}
