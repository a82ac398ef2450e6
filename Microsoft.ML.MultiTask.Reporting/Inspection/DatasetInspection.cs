using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.MultiTask.Reporting.Inspection;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The result of <see cref="MultiTaskInspectionExtensions.Inspect"/>.</summary>
public sealed record DatasetInspection
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // for people: file names stay readable
    };

    /// <summary>Rows of the data.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose files were read.</summary>
    public required long RowsRead { get; init; }

    /// <summary>S, the number of frames per row.</summary>
    public required int Streams { get; init; }

    /// <summary>The sequences in order of first appearance; empty if the data has no text column <c>Sequence</c>.</summary>
    public required IReadOnlyList<SequenceRows> Sequences { get; init; }

    /// <summary>Rows whose frames are all different files.</summary>
    public required long RowsOfDistinctFrames { get; init; }

    /// <summary>Rows that repeat a frame, for example at the start of a sequence with <see cref="SequenceStart.Repeat"/>.</summary>
    public long RowsOfRepeatedFrames => Rows - RowsOfDistinctFrames;

    /// <summary>The sizes of the intact frames that were read, the most frequent first. Each file counts once.</summary>
    public required IReadOnlyList<FrameSizeCount> FrameSizes { get; init; }

    /// <summary>Frames among them that <c>LoadFrames</c> turns or mirrors, as the orientation in their EXIF data says. Labels are
    /// not turned.</summary>
    public required long TurnedFrames { get; init; }

    /// <summary>The label columns, in order.</summary>
    public required IReadOnlyList<LabelInspection> Labels { get; init; }

    /// <summary>All broken files, in the order of rows and columns.</summary>
    public required IReadOnlyList<BrokenFile> BrokenFiles { get; init; }

    /// <summary>The inspection as a plain-text table, with the first 20 broken files.</summary>
    public override string ToString() => InspectionTable.Render(this);

    /// <summary>The inspection as JSON, with all broken files.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
