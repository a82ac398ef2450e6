using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Which room uses what of which other, as the compiler resolves every name in code; comments do not count.</summary>
internal static class Arrows
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    // The name of a type or namespace, or a name at all, that is not known: an arrow could hide behind it.
    private static readonly string[] s_unresolved = ["CS0103", "CS0234", "CS0246"];

    private static readonly Lazy<CSharpCompilation> s_packages = new(() => Compile(SourceFile.Packages.SelectMany(SourceFile.AllOf)));

    /// <summary>All packages, compiled once for all tests.</summary>
    internal static CSharpCompilation Packages => s_packages.Value;

    /// <summary>Lines such as <c>Data -> Training: MultiNetPlusPlusTrainer (Data/Reader.cs)</c>, those against the order only.</summary>
    /// <exception cref="InvalidOperationException">A name is unknown to the compiler.</exception>
    internal static string[] AgainstTheOrder(IEnumerable<SourceFile> files) => AgainstTheOrder(Compile(files), _ => true);

    /// <inheritdoc cref="AgainstTheOrder(IEnumerable{SourceFile})"/>
    /// <param name="compilation">The files, and what they use.</param>
    /// <param name="isRoomed">Whether a file belongs to a room.</param>
    internal static string[] AgainstTheOrder(CSharpCompilation compilation, Func<SyntaxTree, bool> isRoomed) => [.. All(compilation, isRoomed)
        .Where(arrow => !Rooms.MayUse(arrow.User, arrow.Used)).Select(arrow => $"{arrow.User} -> {arrow.Used}: {arrow.Name} ({arrow.File})")
        .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every use of another room's type or member.</summary>
    internal static IEnumerable<(string User, string Used, string Name, string File)> All(CSharpCompilation compilation, Func<SyntaxTree, bool> isRoomed)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0 && isRoomed(tree)))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var info = model.GetSymbolInfo(name);
                var file = DeclaringFile(info.Symbol ?? info.CandidateSymbols.FirstOrDefault());
                if (file is not null && Rooms.Of(file) != Rooms.Of(tree.FilePath))
                    yield return (Rooms.Of(tree.FilePath), Rooms.Of(file), name.Identifier.Text, tree.FilePath);
            }
        }
    }

    /// <summary>The files of one or more packages, as the compiler understands them.</summary>
    internal static CSharpCompilation Compile(IEnumerable<SourceFile> files)
    {
        var libraries = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Microsoft.ML.MultiTask", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "Microsoft.ML.MultiTask",
            files.Select(file => file.Parse()).Append(CSharpSyntaxTree.ParseText(ImplicitUsings, new CSharpParseOptions(LanguageVersion.Preview))),
            libraries.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));      // no analysis of nulls, which takes long
        var unresolved = compilation.GetDiagnostics().Where(diagnostic => s_unresolved.Contains(diagnostic.Id)).ToList();
        return unresolved.Count == 0 ? compilation
            : throw new InvalidOperationException("Names that cannot be resolved:\n" + string.Join("\n", unresolved));
    }

    // What the compiler adds (a record's members, a default constructor) counts for its type.
    private static string? DeclaringFile(ISymbol? symbol) => symbol is null or INamespaceSymbol ? null
        : symbol.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath
            ?? symbol.ContainingType?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
}
