namespace Microsoft.ML.MultiTask;

/// <summary>A batch of rows in managed memory, as the reading thread fills it. Arrays have room for a full batch.</summary>
internal sealed class HostBatch
{
    /// <summary>N, the rows that it holds.</summary>
    internal int Rows { get; set; }

    /// <summary>byte[] or float[]: [N, S, 3, H, W].</summary>
    internal required Array Frames { get; init; }

    /// <summary>For each task byte[] or float[]: [N, H, W].</summary>
    internal required Array[] Labels { get; init; }

    /// <summary>For each task whether any pixel of the batch is labelled.</summary>
    internal required bool[] IsLabelled { get; init; }
}
