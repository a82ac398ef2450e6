namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The frequency of a class.</summary>
/// <param name="Name">The class's name; <c>class 3</c> if the encoding has no names.</param>
/// <param name="Pixels">Pixels of the class.</param>
/// <param name="Share"><paramref name="Pixels"/> as a share of all labelled pixels, 0 to 1; null without labelled pixels.</param>
/// <param name="Files">Files that contain the class.</param>
public sealed record ClassCount(string Name, long Pixels, double? Share, long Files);
