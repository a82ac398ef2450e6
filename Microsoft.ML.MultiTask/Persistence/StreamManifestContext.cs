using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Persistence;

/// <summary>Generated serialization of <see cref="StreamManifest"/>.</summary>
[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StreamManifest))]
internal sealed partial class StreamManifestContext : JsonSerializerContext;
