using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A folder of label images in a sequence.</summary>
/// <param name="Label">The label's name, such as "Depth"; its column of paths is named "DepthPath".</param>
/// <param name="Folder">The folder, relative to the sequence's; null if the sequence lacks the label.</param>
/// <param name="Encoding">What the samples mean.</param>
/// <param name="Prefix">The part of its file names before the frame number.</param>
internal sealed record LabelFolder(string Label, string? Folder, LabelEncoding Encoding, string Prefix = "") : LabelColumn(Label, Encoding);
