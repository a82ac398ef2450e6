namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>The number of frames of a size.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Frames">Files of that size.</param>
public sealed record FrameSizeCount(int Width, int Height, long Frames);
