namespace Microsoft.ML.MultiTask;

/// <summary>The files of one label of a sequence.</summary>
/// <param name="Files">The files.</param>
/// <param name="EncodingOf">Reads the encoding of the frame with a number, where frames have their own; null where the column's
/// counts.</param>
internal sealed record LabelFiles(FrameFiles Files, Func<int, LabelEncoding>? EncodingOf = null);
