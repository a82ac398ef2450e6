using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A C# file of the repository.</summary>
/// <param name="Path">Relative to its project, with '/' between folders.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The names of the packages, which are those of their projects' folders.</summary>
    internal static readonly string[] Packages =
        ["Microsoft.ML.MultiTask", "Microsoft.ML.MultiTask.Streets", "Microsoft.ML.MultiTask.Reporting", "Microsoft.ML.MultiTask.Pretrained"];

    /// <summary>Where the build found the repository.</summary>
    internal static string RepositoryRoot { get; } = typeof(SourceFile).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    /// <summary>The files of a folder of the repository that are compiled, in the order of their paths.</summary>
    internal static SourceFile[] AllOf(string folder)
    {
        var root = System.IO.Path.Combine(RepositoryRoot, folder);
        return [.. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => new SourceFile(System.IO.Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText(file)))
            .Where(file => !file.Path.StartsWith("buildTransitive/", StringComparison.Ordinal))];
    }

    internal SyntaxTree Parse() =>
        CSharpSyntaxTree.ParseText(Text, new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None), Path);
}
