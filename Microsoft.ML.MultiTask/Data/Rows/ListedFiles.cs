namespace Microsoft.ML.MultiTask.Data.Rows;

/// <summary>Files listed one by one.</summary>
/// <param name="root">The folder that the paths are relative to.</param>
/// <param name="paths">The path at each position; empty if there is none.</param>
internal sealed class ListedFiles(string root, string[] paths) : FrameFiles
{
    public override bool HasAny => paths.Any(path => path.Length > 0);

    public override bool Has(int position) => paths[position].Length > 0;

    public override string PathOf(int position) => Has(position) ? Path.Combine(root, paths[position]) : "";
}
