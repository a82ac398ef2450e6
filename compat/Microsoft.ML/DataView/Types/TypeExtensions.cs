namespace Microsoft.ML.Data;

/// <summary>What the standard types say about CLR types.</summary>
internal static class TypeExtensions
{
    private static readonly Dictionary<Type, PrimitiveDataViewType> s_standard = new PrimitiveDataViewType[]
    {
        NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16,
        NumberDataViewType.Int32, NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64,
        NumberDataViewType.Single, NumberDataViewType.Double, BooleanDataViewType.Instance, TextDataViewType.Instance,
        DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance, TimeSpanDataViewType.Instance, RowIdDataViewType.Instance,
    }.ToDictionary(t => t.RawType);

    public static bool IsStandard(this Type rawType) => s_standard.ContainsKey(rawType);

    /// <summary>The standard type with this raw type, or null.</summary>
    public static PrimitiveDataViewType StandardType(this Type rawType) => s_standard.GetValueOrDefault(rawType);

    public static DataViewType ItemType(this DataViewType type) => (type as VectorDataViewType)?.ItemType ?? type;
}
