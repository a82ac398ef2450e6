using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>Generated serialization of label encodings: reflection would cost every program 30 ms at start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LabelEncoding))]
[JsonSerializable(typeof(ClassLabelEncoding))]
[JsonSerializable(typeof(DepthLabelEncoding))]
internal sealed partial class LabelEncodingContext : JsonSerializerContext;
