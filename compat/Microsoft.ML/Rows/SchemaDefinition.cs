using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Which members of a user's type are which columns.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition()
    {
    }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => this.FirstOrDefault(c => c.ColumnName == columnName);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Check.Param(value.ColumnName == columnName, nameof(columnName),
                $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(c => c.ColumnName == columnName);
            if (index >= 0) this[index] = value;
            else Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        ArgumentNullException.ThrowIfNull(userType);
        var definition = new SchemaDefinition();
        foreach (var member in Members(userType, direction).Where(IsColumn))
        {
            foreach (var typeAttribute in member.GetCustomAttributes<DataViewTypeAttribute>()) typeAttribute.Register();
            var name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Check.Param(definition[name] == null, nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            definition.Add(new Column(member.Name, name, MemberType.Of(member)));
        }
        return definition;
    }

    /// <summary>The members of a type that is read from, with types and annotations taken over from a schema.</summary>
    internal static SchemaDefinition Of<TRow>(DataViewSchema schema)
    {
        var definition = Create(typeof(TRow), Direction.Read);
        foreach (var column in schema)
        {
            var member = definition[column.Name] ?? throw new InvalidOperationException($"Type should contain a member named {column.Name}");
            member.Take(column);
        }
        return definition;
    }

    private static IEnumerable<MemberInfo> Members(Type userType, Direction direction)
    {
        const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;
        var properties = userType.GetProperties(PublicInstance).Where(p => p.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && p.GetGetMethod() != null)
                || (direction.HasFlag(Direction.Write) && p.GetSetMethod() != null)));
        return userType.GetFields(PublicInstance).Concat<MemberInfo>(properties);
    }

    private static bool IsColumn(MemberInfo member) => member.ValueType() != typeof(IChannel)
        && member.GetCustomAttribute<NoColumnAttribute>() == null;

    public sealed class Column
    {
        private readonly Dictionary<string, AnnotationValue> _annotations = [];

        internal Column(string memberName, string columnName, DataViewType columnType)
        {
            MemberName = memberName;
            ColumnName = columnName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, annotation) in _annotations) builder.Add(kind, annotation.Type, annotation.Getter);
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            ArgumentNullException.ThrowIfNull(kind);
            ArgumentNullException.ThrowIfNull(annotationType);
            Check.State(!_annotations.ContainsKey(kind), $"Column already contains an annotation of this kind ('{kind}').");
            _annotations[kind] = AnnotationValue.Of(kind, value, annotationType);
        }

        /// <summary>Takes over type and annotations of a column.</summary>
        internal void Take(DataViewSchema.Column column)
        {
            ColumnType = column.Type;
            foreach (var annotation in column.Annotations.Schema)
                _annotations[annotation.Name] = new AnnotationValue(annotation.Type, Getters.Create(column.Annotations, annotation));
        }
    }
}
