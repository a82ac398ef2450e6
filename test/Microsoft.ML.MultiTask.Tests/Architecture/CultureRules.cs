using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Finds numbers with a fraction that would be written with the decimal comma of the user's culture.</summary>
internal static class CultureRules
{
    private static readonly SpecialType[] s_fractions = [SpecialType.System_Single, SpecialType.System_Double, SpecialType.System_Decimal];

    /// <summary>Lines such as <c>A.cs, line 3: $"{loss}"</c>.</summary>
    internal static string[] OfTheUser(CSharpCompilation compilation) => [.. compilation.SyntaxTrees.SelectMany(tree =>
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().Where(node => node switch
        {
            InterpolatedStringExpressionSyntax text => model.GetTypeInfo(text).ConvertedType is { SpecialType: SpecialType.System_String }
                && text.Contents.OfType<InterpolationSyntax>().Any(hole => IsFraction(model, hole.Expression)),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: nameof(ToString) } called } call =>
                IsFraction(model, called.Expression) && !call.ArgumentList.Arguments.Any(argument => IsProvider(model, argument.Expression)),
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => model.GetTypeInfo(sum).Type is { SpecialType: SpecialType.System_String }
                && (IsFraction(model, sum.Left) || IsFraction(model, sum.Right)),
            _ => false,
        }).Select(node => $"{tree.FilePath}, line {node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {node}");
    })];

    private static bool IsFraction(SemanticModel model, ExpressionSyntax expression)
    {
        var type = model.GetTypeInfo(expression).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        return type is not null && s_fractions.Contains(type.SpecialType);
    }

    private static bool IsProvider(SemanticModel model, ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type is { } type && (type.Name == nameof(IFormatProvider) || type.AllInterfaces.Any(i => i.Name == nameof(IFormatProvider)));
}
