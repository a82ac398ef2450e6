using System.Reflection;
using TorchSharp;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Calls that turn a number into a <see cref="Scalar"/> which nothing keeps alive while libtorch reads it: the conversion itself, and the
/// methods of TorchSharp that convert inside, such as <c>Tensor + Tensor</c> and <c>Tensor.square</c>.
/// </summary>
internal static class ScalarCalls
{
    private static readonly Lazy<HashSet<MethodBase>> s_converters = new(FindConverters);

    /// <summary>Lines such as <c>CombinerSession.Combine: op_Multiply(Tensor, Int32)</c>.</summary>
    /// <param name="methods">Compiled methods.</param>
    internal static string[] In(IEnumerable<MethodBase> methods) => [.. methods
        .SelectMany(method => CalledMethods.By(method).Where(s_converters.Value.Contains)
            .Select(called => $"{OutermostType(method)}.{method.Name}: {Text(called)}"))
        .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The conversions, and whatever in TorchSharp calls them directly or through other methods.</summary>
    private static HashSet<MethodBase> FindConverters()
    {
        var callers = CalledMethods.In(typeof(Scalar).Assembly)
            .SelectMany(caller => CalledMethods.By(caller).Select(called => (caller, called))).ToLookup(call => call.called, call => call.caller);
        HashSet<MethodBase> converters = [.. typeof(Scalar).GetMethods().Where(method => method.Name == "op_Implicit"),
            .. typeof(ScalarExtensionMethods).GetMethods().Where(method => method.ReturnType == typeof(Scalar))];
        var added = new Queue<MethodBase>(converters);
        while (added.TryDequeue(out var converter))
            foreach (var caller in callers[converter].Where(converters.Add))
                added.Enqueue(caller);
        return converters;
    }

    private static string OutermostType(MethodBase method)
    {
        var type = method.DeclaringType!;
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Name;
    }

    private static string Text(MethodBase method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
}
