namespace Microsoft.ML.MultiTask.Data;

/// <summary>The files of one label of a sequence.</summary>
/// <param name="Files">The files.</param>
/// <param name="EncodingOf">Reads the JSON of the encoding at a position, where rows have their own; empty, or null, where the column's
/// counts.</param>
internal sealed record LabelFiles(FrameFiles Files, Func<int, string>? EncodingOf = null);
