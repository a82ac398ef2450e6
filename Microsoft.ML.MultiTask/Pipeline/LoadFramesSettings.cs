namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>What a model file holds of a <see cref="LoadFramesTransformer"/>.</summary>
/// <param name="Height">Rows of every decoded image.</param>
/// <param name="Width">Columns of every decoded image.</param>
/// <param name="Given">Encodings by label name that override those of the data.</param>
/// <param name="Fitted">Encodings of the training data, for data that has none.</param>
internal sealed record LoadFramesSettings(
    int Height, int Width, Dictionary<string, LabelEncoding> Given, Dictionary<string, LabelEncoding> Fitted);
