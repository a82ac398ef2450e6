namespace Microsoft.ML.Data;

/// <summary>The type of an annotation and a getter of its value, made from a user's value.</summary>
internal sealed record AnnotationValue(DataViewType Type, Delegate Getter)
{
    public static AnnotationValue Of<T>(string kind, T value, DataViewType type)
    {
        var (item, isVector) = MemberType.ItemOf(typeof(T));
        Check.State(isVector == type is VectorDataViewType && item == type.ItemType().RawType,
            $"Annotation '{kind}' of type {type} cannot have a value of type {typeof(T)}.");
        return new AnnotationValue(type, Getters.Constant(value, item));
    }
}
