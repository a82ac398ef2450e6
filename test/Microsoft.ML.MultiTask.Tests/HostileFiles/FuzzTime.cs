using System.Globalization;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>How long files are changed and read: a moment in the tests, always with the same changes; longer and with new ones by <c>build.sh fuzz</c>.</summary>
internal static class FuzzTime
{
    private static readonly string? s_asked = Environment.GetEnvironmentVariable("MULTITASK_FUZZ_SECONDS");

    /// <summary>For each kind of file.</summary>
    internal static double Seconds { get; } = s_asked is null ? 0.2 : double.Parse(s_asked, CultureInfo.InvariantCulture);

    /// <summary>Of the first change; it is counted up.</summary>
    internal static int Seed { get; } = s_asked is null ? 1 : Environment.TickCount;
}
