using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The warnings that ML.NET logs, from where it is made on.</summary>
internal sealed class Messages
{
    private readonly List<string> _warnings = [];

    internal Messages(MLContext mlContext) => mlContext.Log += (_, e) =>
    {
        if (e.Kind != ChannelMessageKind.Warning) return;
        lock (_warnings) _warnings.Add(e.RawMessage);
    };

    internal IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_warnings) return [.. _warnings];
        }
    }
}
