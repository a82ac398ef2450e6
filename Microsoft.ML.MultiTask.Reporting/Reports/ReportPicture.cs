namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A picture of a <see cref="ReportPictureGrid"/>.</summary>
/// <param name="Image">The picture; null where there is none, which the caption then says.</param>
/// <param name="Caption">What stands below it.</param>
public sealed record ReportPicture(RgbImage? Image, string Caption);
