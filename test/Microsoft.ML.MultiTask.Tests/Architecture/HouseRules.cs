using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Rules that hold for each file by itself; what breaks one is returned as a line that names it.</summary>
internal static class HouseRules
{
    internal const int LongestFile = 300;

    /// <summary>Files of more lines than allowed.</summary>
    internal static string[] TooLong(IEnumerable<SourceFile> files) => [.. files
        .Select(file => (file.Path, Lines: file.Text.AsSpan().TrimEnd('\n').Count('\n') + 1)).Where(file => file.Lines > LongestFile)
        .Select(file => $"{file.Path}: {file.Lines} lines")];

    /// <summary>
    /// Top-level types whose namespace is not their folder's. A file with a public type may be in one of the namespaces that users import.
    /// </summary>
    internal static string[] InAnotherNamespace(string package, IEnumerable<SourceFile> files, params string[] publicNamespaces) => [.. files
        .Select(file => (file.Path, Types: TopLevelTypes(file).ToList()))
        .SelectMany(file => file.Types.Select(type => (file.Path, file.Types, Name: Identifier(type), Namespace: NamespaceOf(type))))
        .Where(found => found.Namespace != FolderNamespace(package, found.Path)
            && !(found.Types.Any(type => type.Modifiers.Any(SyntaxKind.PublicKeyword)) && publicNamespaces.Contains(found.Namespace)))
        .Select(found => $"{found.Path}: {found.Name} is in '{found.Namespace}'")];

    /// <summary>Files with the keyword <c>unsafe</c> or imported native functions.</summary>
    internal static string[] WithPointers(IEnumerable<SourceFile> files) => [.. files
        .Where(file => file.Parse().GetRoot() is var root
            && (root.DescendantTokens().Any(token => token.IsKind(SyntaxKind.UnsafeKeyword))
                || root.DescendantNodes().OfType<AttributeSyntax>().Any(a => a.Name.ToString().Split('.')[^1] is "DllImport" or "LibraryImport" or "UnmanagedCallersOnly")))
        .Select(file => file.Path)];

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) => file.Parse().GetRoot().DescendantNodes()
        .OfType<MemberDeclarationSyntax>().Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
        .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax);

    private static string Identifier(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static string NamespaceOf(MemberDeclarationSyntax type) => (type.Parent as BaseNamespaceDeclarationSyntax)?.Name.ToString() ?? "";

    private static string FolderNamespace(string package, string path) =>
        path.Contains('/') ? package + "." + path[..path.LastIndexOf('/')].Replace('/', '.') : package;
}
