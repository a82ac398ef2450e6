using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>Generated serialization of <see cref="LoadFramesSettings"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LoadFramesSettings))]
internal sealed partial class LoadFramesSettingsContext : JsonSerializerContext;
