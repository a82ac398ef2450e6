using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Networks;

/// <summary>The architectures of one kind by name: the package's own, and those that an application has registered. Thread-safe.</summary>
/// <param name="kind">What they are, for messages, such as Encoder.</param>
/// <param name="own">The package's own.</param>
internal sealed class ArchitectureRegistry<T>(string kind, IReadOnlyList<T> own)
    where T : class, INamedArchitecture
{
    private readonly ConcurrentDictionary<string, T> _others = new(StringComparer.Ordinal);

    /// <summary>The package's own in their order, then the registered ones by name.</summary>
    internal IReadOnlyList<T> All => [.. own, .. _others.Values.OrderBy(other => other.Name, StringComparer.Ordinal)];

    /// <exception cref="ArgumentException">The name is that of one of the package's own.</exception>
    internal void CheckIsFree(string name)
    {
        if (own.Any(o => o.Name == name))
            throw new ArgumentException($"{kind} '{name}' is one of the package's own. Choose another name for one of yours.", nameof(name));
    }

    internal void Register(T architecture)
    {
        if (!own.Contains(architecture))
            _others[architecture.Name] = architecture;
    }

    /// <exception cref="InvalidOperationException">There is none of that name; the message lists the names.</exception>
    internal T OfName(string name) =>
        own.FirstOrDefault(o => o.Name == name) ?? _others.GetValueOrDefault(name) ?? throw new InvalidOperationException(
            $"{kind} '{name}' is not known in this process, which has {Names(All)}. Call {typeof(T).Name}.Register before loading a model that has one of your own.");

    private static string Names(IReadOnlyList<T> architectures) => string.Join(", ", architectures.Select(a => a.Name));

    /// <summary>Writes an architecture as its name.</summary>
    internal abstract class Json(Func<string, T> find) : JsonConverter<T>
    {
        public override bool HandleNull => true;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? find(reader.GetString()!)
            : throw new JsonException($"'{typeof(T).Name}' must be a name, but is of kind {reader.TokenType}.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name);
    }
}
