namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The messages that ML.NET logs, from where it is made on.</summary>
internal sealed class Messages
{
    private readonly List<string> _texts = [];

    internal Messages(MLContext mlContext) => mlContext.Log += (_, e) =>
    {
        lock (_texts) _texts.Add($"{e.Kind}: {e.RawMessage}");
    };

    /// <summary>Those that are warnings.</summary>
    internal IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_texts) return [.. _texts.Where(text => text.StartsWith("Warning", StringComparison.Ordinal))];
        }
    }
}
