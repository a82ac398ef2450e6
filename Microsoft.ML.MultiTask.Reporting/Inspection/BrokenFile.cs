namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A file that a training would fail on.</summary>
/// <param name="Path">The file as its column names it; empty where a column of frames is empty.</param>
/// <param name="Column">The column that names it first, such as <c>DepthPath</c>.</param>
/// <param name="Row">The first row that names it, from 0.</param>
/// <param name="Problem">What is wrong, what was expected and what was found; names the file.</param>
public sealed record BrokenFile(string Path, string Column, long Row, string Problem);
