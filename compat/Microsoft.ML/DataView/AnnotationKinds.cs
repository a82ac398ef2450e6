namespace Microsoft.ML.Data;

/// <summary>Names of annotations that ML.NET gives a meaning.</summary>
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";
}
