using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.ML.MultiTask.Reporting.Inspection;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>What <see cref="MultiTaskInspectionExtensions.Inspect"/> found in a data set.</summary>
public sealed record DatasetInspection
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,      // read by people: file names stay what they are
    };

    /// <summary>Rows of the data.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows whose files were read.</summary>
    public required long RowsRead { get; init; }

    /// <summary>S, the frames of a row.</summary>
    public required int Streams { get; init; }

    /// <summary>The sequences in the order of their first rows; empty if the data has no text column <c>Sequence</c>.</summary>
    public required IReadOnlyList<SequenceRows> Sequences { get; init; }

    /// <summary>Rows all of whose frames are different files: pairs, where there are two streams.</summary>
    public required long RowsOfDistinctFrames { get; init; }

    /// <summary>Rows that repeat a frame, as at a sequence's start with <see cref="SequenceStart.Repeat"/>.</summary>
    public long RowsOfRepeatedFrames => Rows - RowsOfDistinctFrames;

    /// <summary>The sizes of the frames that were read and are sound, the most frequent first. Each file counts once.</summary>
    public required IReadOnlyList<FrameSizeCount> FrameSizes { get; init; }

    /// <summary>The label columns, in order.</summary>
    public required IReadOnlyList<LabelInspection> Labels { get; init; }

    /// <summary>Every file that was read and is not sound, in the order of rows and columns.</summary>
    public required IReadOnlyList<BrokenFile> BrokenFiles { get; init; }

    /// <summary>The inspection as a table of plain text; of many broken files the first 20.</summary>
    public override string ToString() => InspectionTable.Render(this);

    /// <summary>The inspection as JSON, with every broken file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);
}
