using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The column type of a field or property, by its CLR type and attributes.</summary>
internal static class MemberType
{
    public static Type ValueType(this MemberInfo member) =>
        member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The item type of a vector (an array or VBuffer), or else the type itself; strings are text.</summary>
    public static (Type Item, bool IsVector) ItemOf(Type type)
    {
        bool isBuffer = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>);
        var item = type.IsArray ? type.GetElementType() : isBuffer ? type.GetGenericArguments()[0] : type;
        return (item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item, type.IsArray || isBuffer);
    }

    /// <summary>As <see cref="ItemOf"/>; throws where no data view type, standard or registered, is known for the item.</summary>
    public static (Type Item, bool IsVector) ItemOf(MemberInfo member)
    {
        var item = ItemOf(member.ValueType());
        Check.Param(item.Item.IsStandard() || DataViewTypeManager.Find(item.Item, member.GetCustomAttributes()) != null, "rawType",
            $"Could not determine an IDataView type and registered custom types for member {member.Name}");
        return item;
    }

    public static DataViewType Of(MemberInfo member)
    {
        var (item, isVector) = ItemOf(member);
        var registered = DataViewTypeManager.Find(item, member.GetCustomAttributes());
        if (registered != null) return registered;
        var key = member.GetCustomAttribute<KeyTypeAttribute>();
        Check.Param(key == null || KeyDataViewType.IsValidDataType(item), "userType",
            $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        Check.Param(vector == null || isVector, "userType",
            $"Member {member.Name} marked with {nameof(VectorTypeAttribute)}, but does not appear to be a vector type");
        PrimitiveDataViewType itemType = key == null ? item.StandardType() : new KeyDataViewType(item, key.Count);
        if (!isVector) return itemType;
        return new VectorDataViewType(itemType, vector is { Dimensions.Length: > 0 } ? vector.Dimensions : [0]);
    }
}
