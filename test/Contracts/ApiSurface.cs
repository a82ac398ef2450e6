using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiTask.Contracts;

/// <summary>
/// An assembly's public API as independent facts, one a line, to hold a source-compatible subset against the list of the
/// package it stands in for: whatever the subset offers must be in the list, so that code written against the one compiles
/// against the other.
/// </summary>
/// <remarks>
/// type K.Name: a public type and its kind; base K.Name : I: a base class or interface; member K.Name . R M(T a): a public
/// or protected member with return type, types and parameter names; default K.Name . M(T a) a = v: a parameter's default.
/// </remarks>
internal static class ApiSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The facts of <paramref name="assembly"/> that the gzip-compressed list, a resource of the test assembly, does not
    /// have.</summary>
    public static IReadOnlyList<string> MissingFrom(string list, Assembly assembly)
    {
        using var resource = typeof(ApiSurface).Assembly.GetManifestResourceStream(list)
            ?? throw new InvalidOperationException($"The test assembly has no resource '{list}'.");
        using var reader = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var known = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        return [.. Facts(assembly).Where(fact => !known.Contains(fact)).Order(StringComparer.Ordinal)];
    }

    public static IEnumerable<string> Facts(Assembly assembly) => assembly.GetExportedTypes().SelectMany(Facts).Distinct();

    private static IEnumerable<string> Facts(Type type)
    {
        var name = string.IsNullOrEmpty(type.Namespace) ? Name(type) : $"{type.Namespace}.{Name(type)}";
        IEnumerable<string> members =
            type.IsEnum ? Enum.GetNames(type).Select(n => $"{n} = {Convert.ToInt64(Enum.Parse(type, n), CultureInfo.InvariantCulture)}")
            : IsDelegate(type) ? [$"{Name(type.GetMethod("Invoke")!.ReturnType)} ({Parameters(type.GetMethod("Invoke")!)})"]
            : [.. Fields(type), .. Properties(type), .. Events(type)];
        return
        [
            $"type {Kind(type)} {name}",
            .. Bases(type).Select(b => $"base {name} : {Name(b)}"),
            .. members.Select(m => $"member {name} . {m}"),
            .. type.IsEnum || IsDelegate(type) ? [] : Methods(type).SelectMany(m => Signature(name, m.Method, m.Text)),
        ];
    }

    private static IEnumerable<string> Fields(Type type) =>
        from f in type.GetFields(Declared)
        where f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly
        select $"{(f.IsStatic ? "static " : "")}field {Name(f.FieldType)} {f.Name}";

    private static IEnumerable<string> Properties(Type type) =>
        from p in type.GetProperties(Declared)
        from accessor in new[] { (Method: p.GetMethod, Verb: "get"), (Method: p.SetMethod, Verb: "set") }
        where accessor.Method is not null && IsOpen(accessor.Method)
        let index = p.GetIndexParameters() is { Length: > 0 } i ? $"[{string.Join(", ", i.Select(Parameter))}]" : ""
        select $"{(accessor.Method.IsStatic ? "static " : "")}{accessor.Verb} {Name(p.PropertyType)} {p.Name}{index}";

    private static IEnumerable<string> Events(Type type) =>
        from e in type.GetEvents(Declared)
        where IsOpen(e.AddMethod!)
        select $"event {Name(e.EventHandlerType!)} {e.Name}";

    private static IEnumerable<(MethodBase Method, string Text)> Methods(Type type)
    {
        foreach (var c in type.GetConstructors(Declared).Where(c => !c.IsStatic && IsOpen(c))) yield return (c, $"new({Parameters(c)})");
        foreach (var m in type.GetMethods(Declared).Where(m => IsOpen(m) && IsWritten(m)))
        {
            var generic = m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
            var extension = m.IsDefined(typeof(ExtensionAttribute), false) ? "this " : "";
            yield return (m, $"{(m.IsStatic ? "static " : "")}{Name(m.ReturnType)} {m.Name}{generic}({extension}{Parameters(m)})");
        }
    }

    /// <summary>Not an accessor, and not the finalizer.</summary>
    private static bool IsWritten(MethodInfo method) =>
        method.Name != "Finalize" && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static IEnumerable<string> Signature(string type, MethodBase method, string text) =>
    [
        $"member {type} . {text}",
        .. from p in method.GetParameters()
           where p.HasDefaultValue
           select $"default {type} . {method.Name}({Parameters(method)}) {p.Name} = {Default(p)}",
    ];

    private static string Default(ParameterInfo parameter)
    {
        object? value;
        try
        {
            value = parameter.RawDefaultValue;
        }
        catch (FormatException)     // default(SomeStruct)
        {
            return "default";
        }
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return value switch
        {
            null => parameter.ParameterType.IsValueType && type == parameter.ParameterType ? "default" : "null",
            _ when type.IsEnum => Enum.ToObject(type, value).ToString()!,
            string text => $"\"{text}\"",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum) && !IsDelegate(type))
            yield return b;
        foreach (var i in type.GetInterfaces().Except(type.BaseType?.GetInterfaces() ?? []).Where(i => i.IsVisible)) yield return i;
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : IsDelegate(type) ? "delegate"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : "class";

    private static bool IsDelegate(Type type) => type.IsSubclassOf(typeof(Delegate));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p)
    {
        var by = p.IsOut ? "out " : p.ParameterType.IsByRef ? (p.IsIn ? "in " : "ref ") : p.IsDefined(
            typeof(ParamArrayAttribute), false) ? "params " : "";
        return $"{by}{Name(p.ParameterType)} {p.Name}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsGenericParameter) return type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";

        var arguments = type.GetGenericArguments();
        int outer = type.DeclaringType?.GetGenericArguments().Length ?? 0;     // a nested type repeats its declaring type's arguments
        var own = arguments[outer..];
        var simple = type.Name.Split('`')[0] + (own.Length > 0 ? $"<{string.Join(", ", own.Select(Name))}>" : "");
        if (!type.IsNested) return simple;
        var declaring = type.DeclaringType!;
        if (outer > 0 && !type.ContainsGenericParameters) declaring = declaring.MakeGenericType(arguments[..outer]);
        return $"{Name(declaring)}.{simple}";
    }
}
