using Microsoft.ML.MultiTask.Data.Rows;

namespace Microsoft.ML.MultiTask.Data.Listing;

/// <summary>A folder of label images, relative to the sequence's and null if it lacks the label; file names begin with the prefix, or all
/// with the same one if it is null.</summary>
internal sealed record LabelFolder(string Label, string? Folder, LabelEncoding Encoding, string? Prefix = "") : LabelColumn(Label, Encoding);
