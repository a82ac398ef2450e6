namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A picture of a <see cref="ReportPictureGrid"/>.</summary>
/// <param name="Image">The picture; null if there is none, which the caption then states.</param>
/// <param name="Caption">The text below it.</param>
public sealed record ReportPicture(RgbImage? Image, string Caption);
