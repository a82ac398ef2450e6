using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column bound to a member of a user's type, its type checked against the member's.</summary>
internal sealed record UserColumn(string Name, DataViewType Type, MemberInfo Member, DataViewSchema.Annotations Annotations)
{
    public static UserColumn[] Of(Type userType, SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(userType, direction);
        return definition.Select(c => Bind(userType, c)).Where(c => c.Member.ValueType() != typeof(IChannel)).ToArray();
    }

    public static DataViewSchema Schema(IEnumerable<UserColumn> columns) =>
        DataViewSchema.Of(columns.Select(c => new DataViewSchema.DetachedColumn(c.Name, c.Type, c.Annotations)));

    private static UserColumn Bind(Type userType, SchemaDefinition.Column column)
    {
        const string Definition = "userSchemaDefinition";
        Check.Param(column.MemberName != null, Definition, "Null field name detected in schema definition");
        MemberInfo member = userType.GetField(column.MemberName);
        member ??= userType.GetProperty(column.MemberName);
        Check.Param(member != null, Definition, $"No field or property with name '{column.MemberName}' found in type '{userType.FullName}'");
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var (item, isVector) = MemberType.ItemOf(member);
        var type = column.ColumnType ?? (isVector ? new VectorDataViewType(item.StandardType()) : item.StandardType());
        Check.Param(isVector == type is VectorDataViewType, Definition,
            $"Column '{name}' is supposed to be {Kind(!isVector)}, but type of associated field '{column.MemberName}' is {Kind(isVector)}");
        Check.Param(type.ItemType().RawType == item, Definition,
            $"Column '{name}' is supposed to have item type {type.ItemType().RawType}, but associated field has type {item}");
        return new UserColumn(name, type, member, column.Annotations);
    }

    private static string Kind(bool isVector) => isVector ? "vector" : "scalar";
}
