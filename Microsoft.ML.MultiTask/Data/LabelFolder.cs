namespace Microsoft.ML.MultiTask.Data;

/// <summary>A folder of label images in a sequence.</summary>
/// <param name="Label">The label's name, such as "Depth"; its column of paths is named "DepthPath".</param>
/// <param name="Folder">The folder, relative to that of the sequence; null where the sequence lacks the label.</param>
/// <param name="Encoding">What the images' samples mean.</param>
/// <param name="Prefix">What the names of its files have before the frame number.</param>
internal sealed record LabelFolder(string Label, string? Folder, LabelEncoding Encoding, string Prefix = "") : LabelColumn(Label, Encoding);
