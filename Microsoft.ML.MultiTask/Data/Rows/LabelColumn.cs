namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>A label of a data set.</summary>
/// <param name="Label">Its name, such as "Depth"; its column of paths is named "DepthPath".</param>
/// <param name="Encoding">What the samples mean, unless a row has its own encoding.</param>
internal record LabelColumn(string Label, LabelEncoding Encoding);
