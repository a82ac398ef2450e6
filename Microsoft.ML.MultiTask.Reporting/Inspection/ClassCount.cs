namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>How often a class occurs.</summary>
/// <param name="Name">The class's name; <c>class 3</c> where the encoding has none.</param>
/// <param name="Pixels">Pixels of the class.</param>
/// <param name="Share"><paramref name="Pixels"/> by all labelled pixels, 0 to 1; null without any.</param>
/// <param name="Files">Files with any pixel of the class.</param>
public sealed record ClassCount(string Name, long Pixels, double? Share, long Files);
