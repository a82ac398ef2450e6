using System.Globalization;
using System.Reflection;
using Microsoft.ML.MultiTask;

/// <summary>
/// A strategy on the command line: the name of a combiner's factory method, optionally with arguments, and with + between a loss combiner
/// and a gradient combiner: <c>Geometric</c>, <c>Focused(Motion)</c>, <c>Fixed(Depth=0.1, Motion=2)</c>, <c>ImtlL+PCGrad</c>.
/// </summary>
internal sealed record Strategy(string Text, LossCombiner Combiner)
{
    private static readonly MethodInfo[] s_factories =
    [
        .. typeof(LossCombiner).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(m => typeof(LossCombiner).IsAssignableFrom(m.ReturnType)),
    ];

    /// <summary>The names of the combiners that need no arguments.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. s_factories.Where(NeedsNothing).Select(m => m.Name).Distinct()];

    /// <summary>Parses one strategy, or several for <c>all</c>, <c>losses</c> and <c>gradients</c>.</summary>
    internal static IEnumerable<Strategy> Parse(string text) => text switch
    {
        "all" => Names.Select(ParseOne),
        "losses" => Names.Select(ParseOne).Where(strategy => strategy.Combiner is not GradientCombiner),
        "gradients" => Names.Select(ParseOne).Where(strategy => strategy.Combiner is GradientCombiner),
        _ => [ParseOne(text)],
    };

    private static Strategy ParseOne(string text)
    {
        var combiners = text.Split('+', StringSplitOptions.TrimEntries).Select(ParseCombiner).ToArray();
        return combiners switch
        {
            [var combiner] => new Strategy(text, combiner),
            [var first, GradientCombiner second] => new Strategy(text, first.Then(second)),
            _ => throw new ArgumentException($"'{text}' must be one combiner, or a loss combiner + a gradient combiner."),
        };
    }

    private static LossCombiner ParseCombiner(string text)
    {
        int open = text.IndexOf('(', StringComparison.Ordinal);
        var (name, given) = open < 0 ? (text, "") : (text[..open].Trim(), text[(open + 1)..].TrimEnd(')', ' '));
        string[] arguments = given.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var candidates = s_factories.Where(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (candidates.Length == 0)
            throw new ArgumentException(
                $"There is no combiner '{name}'; there are {string.Join(", ", s_factories.Select(m => m.Name).Distinct())}.");
        var bound = candidates.Select(m => (Method: m, Values: Bind(m.GetParameters(), arguments)))
            .FirstOrDefault(b => b.Values is not null);
        if (bound.Values is null)
            throw new ArgumentException($"'{text}' does not match {string.Join(" or ", candidates.Select(Signature))}.");
        try
        {
            return (LossCombiner)bound.Method.Invoke(null, bound.Values)!;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is ArgumentException inner)
        {
            throw new ArgumentException($"'{text}': {inner.Message}", inner);
        }
    }

    /// <summary>The arguments of a factory method; null if they do not match its parameters.</summary>
    private static object?[]? Bind(ParameterInfo[] parameters, string[] arguments)
    {
        if (parameters is [var only] && only.IsDefined(typeof(ParamArrayAttribute)))
            return BindList(only, arguments);
        var values = parameters.Select(p => p.HasDefaultValue ? p.DefaultValue : null).ToArray();
        bool[] isSet = [.. parameters.Select(p => p.HasDefaultValue)];
        foreach (var (position, argument) in arguments.Index())
        {
            var (name, value) = Split(argument);
            int index = name is null
                ? position
                : Array.FindIndex(parameters, p => p.Name!.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (index < 0 || index >= parameters.Length || Read(value, parameters[index].ParameterType) is not { } read) return null;
            (values[index], isSet[index]) = (read, true);
        }
        return isSet.All(set => set) ? values : null;
    }

    private static object?[]? BindList(ParameterInfo list, string[] arguments) => list.ParameterType switch
    {
        var type when type == typeof(string[]) => [arguments],
        var type when type == typeof((string, double)[]) && arguments.All(argument => Split(argument).Name is not null) =>
            [arguments.Select(Split).Select(pair => (pair.Name!, double.Parse(pair.Value, CultureInfo.InvariantCulture))).ToArray()],
        _ => null,
    };

    private static (string? Name, string Value) Split(string argument) =>
        argument.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value] ? (name, value) : (null, argument);

    private static object? Read(string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum) return Enum.TryParse(type, text, ignoreCase: true, out var value) ? value : null;
        if (type == typeof(bool)) return bool.TryParse(text, out bool truth) ? truth : null;
        if (type == typeof(int)) return int.TryParse(text, CultureInfo.InvariantCulture, out int whole) ? whole : null;
        if (type == typeof(double)) return double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : null;
        return type == typeof(string) ? text : null;
    }

    private static string Signature(MethodInfo factory) =>
        $"{factory.Name}({string.Join(", ", factory.GetParameters().Select(p => p.Name))})";

    private static bool NeedsNothing(MethodInfo factory) => factory.GetParameters().All(p => p.HasDefaultValue);
}
