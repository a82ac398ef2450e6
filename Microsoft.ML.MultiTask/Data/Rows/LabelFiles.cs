namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>The files of one label of a sequence.</summary>
/// <param name="PathOf">The path at a position; empty if there is no file.</param>
/// <param name="EncodingOf">Reads the encoding at a position as JSON, if rows have their own; returns empty text, or is null, where the
/// column's encoding applies.</param>
internal sealed record LabelFiles(Func<int, string> PathOf, Func<int, string>? EncodingOf = null);
