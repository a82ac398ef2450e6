using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>Generated serialization of <see cref="EncodedLabel"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowOutOfOrderMetadataProperties = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EncodedLabel))]
internal sealed partial class EncodedLabelContext : JsonSerializerContext;
