namespace Microsoft.ML.MultiTask.Data;

/// <summary>A label of a data set.</summary>
/// <param name="Label">Its name, such as "Depth"; its column of paths is named "DepthPath".</param>
/// <param name="Encoding">What the images' samples mean, where a row does not say otherwise.</param>
internal record LabelColumn(string Label, LabelEncoding Encoding);
