using System.Diagnostics;
using System.Globalization;

/// <summary>Memory of this process, MiB.</summary>
internal static class ProcessMemory
{
    /// <summary>The largest resident size so far (Linux: VmHWM).</summary>
    internal static double PeakMib => OperatingSystem.IsLinux() ? Status("VmHWM:") : Mib(Process.GetCurrentProcess().PeakWorkingSet64);

    /// <summary>The resident size now (Linux: VmRSS).</summary>
    internal static double CurrentMib => OperatingSystem.IsLinux() ? Status("VmRSS:") : Mib(Process.GetCurrentProcess().WorkingSet64);

    private static double Status(string field)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    private static double Mib(long bytes) => bytes / 1024.0 / 1024.0;
}
