namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>An entry of a legend.</summary>
/// <param name="Name">The class's name, or <c>class 7</c> if it has none.</param>
/// <param name="Color">The colour of its pixels.</param>
public sealed record ClassColor(string Name, RgbColor Color);
