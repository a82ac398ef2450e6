using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Typed getters where the value's type is known only at run time.</summary>
internal static class Getters
{
    /// <summary>Calls a static generic method of a type with these type arguments.</summary>
    public static object Invoke(Type owner, string method, Type[] types, params object[] arguments) =>
        owner.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .MakeGenericMethod(types).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    /// <summary>The getter as one of TValue; throws where it is of another type.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column)
    {
        Check.Param(getter != null, nameof(column), $"requested column '{column.Name}' is not active");
        return getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");
    }

    /// <summary>The row's getter of a column of any type.</summary>
    public static Delegate Create(DataViewRow row, DataViewSchema.Column column) =>
        (Delegate)Invoke(typeof(Getters), nameof(OfRow), [column.Type.RawType], row, column);

    public static Delegate Create(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        (Delegate)Invoke(typeof(Getters), nameof(OfAnnotation), [column.Type.RawType], annotations, column);

    /// <summary>A getter of a user's value: an array or VBuffer as VBuffer, a string as text, others as they are.</summary>
    public static Delegate Constant<T>(T value, Type item) => value switch
    {
        string text => ConstantOf(text.AsMemory()),
        string[] texts => (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)new VBuffer<ReadOnlyMemory<char>>(texts.Length,
            texts.Select(t => t.AsMemory()).ToArray()).CopyTo,
        null when typeof(T) == typeof(string) => ConstantOf(ReadOnlyMemory<char>.Empty),
        _ when typeof(T).IsArray => (Delegate)Invoke(typeof(Getters), nameof(ConstantArray), [item], value),
        _ when MemberType.ItemOf(typeof(T)).IsVector => (Delegate)Invoke(typeof(Getters), nameof(ConstantVector), [item], value),
        _ => ConstantOf(value),
    };

    /// <summary>The row's getter of a column, called after an action.</summary>
    public static Delegate After(Action action, DataViewRow row, DataViewSchema.Column column) =>
        (Delegate)Invoke(typeof(Getters), nameof(AfterOf), [column.Type.RawType], action, row, column);

    private static ValueGetter<TValue> AfterOf<TValue>(Action action, DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<TValue>(column);
        return (ref TValue value) =>
        {
            action();
            getter(ref value);
        };
    }

    private static ValueGetter<TValue> OfRow<TValue>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    private static ValueGetter<TValue> OfAnnotation<TValue>(DataViewSchema.Annotations annotations, DataViewSchema.Column column) =>
        annotations.GetGetter<TValue>(column);

    private static ValueGetter<TValue> ConstantOf<TValue>(TValue value) => (ref TValue destination) => destination = value;

    private static ValueGetter<VBuffer<TItem>> ConstantArray<TItem>(TItem[] value) => new VBuffer<TItem>(value?.Length ?? 0, value).CopyTo;

    private static ValueGetter<VBuffer<TItem>> ConstantVector<TItem>(VBuffer<TItem> value) => value.CopyTo;
}
