namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>A file that training would fail on.</summary>
/// <param name="Path">The path in its column; empty if a frame column is empty.</param>
/// <param name="Column">The first column that names it, such as <c>DepthPath</c>.</param>
/// <param name="Row">The first row that names it, from 0.</param>
/// <param name="Problem">What is wrong, what was expected and what was found; includes the path.</param>
public sealed record BrokenFile(string Path, string Column, long Row, string Problem);
