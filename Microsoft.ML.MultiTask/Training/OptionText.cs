using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.MultiTask.Networks;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>An option as text, to compare it with that of another run: its type and, of an object, what its fields hold.</summary>
internal static class OptionText
{
    private const int Depth = 4;                                     // objects within objects

    internal static string Of(object? option, int depth = 0) => option switch
    {
        null => "null",
        string text => text,
        INamedArchitecture named => named.Name,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(item => Of(item, depth)))}]",
        IDisposable or Delegate or Type => option.GetType().Name,
        _ => $"{option.GetType().Name}{(depth < Depth ? Fields(option, depth + 1) : "")}",
    };

    private static string Fields(object option, int depth)
    {
        var fields = new List<string>();
        for (var type = option.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            fields.AddRange(type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(field => !typeof(Delegate).IsAssignableFrom(field.FieldType))
                .Select(field => $"{NameOf(field)} {Of(field.GetValue(option), depth)}"));
        return fields.Count == 0 ? "" : $" ({string.Join(", ", fields)})";
    }

    /// <summary>The name in the source, of a property's or a primary constructor's field too.</summary>
    private static string NameOf(FieldInfo field) => field.Name.Split('<', '>') is [_, var name, ..] ? name : field.Name;
}
