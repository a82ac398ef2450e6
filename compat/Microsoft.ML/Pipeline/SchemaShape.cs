using System.Collections;
using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>What is known of a schema before data is seen: names, kinds and item types, but no sizes.</summary>
public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape s_empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = columns.ToArray();
        Check.Param(_columns.All(c => c.Name != null), nameof(columns), "Some items are not initialized properly.");
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shape of a schema's visible columns.</summary>
    internal static SchemaShape Of(DataViewSchema schema) => new(schema.Where(c => !c.IsHidden).Select(c =>
        Column.Of(c.Name, c.Type, new SchemaShape(c.Annotations.Schema.Select(a => Column.Of(a.Name, a.Type, null))))));

    /// <summary>The column of this name; an invalid one, with no name, where there is none.</summary>
    internal Column Find(string name) => _columns.FirstOrDefault(c => c.Name == name);

    /// <summary>The column of this name; throws where there is none, with the role it was to have.</summary>
    internal Column Find(string name, string role) =>
        Find(name) is { Name: not null } column ? column : throw Check.MissingColumn("inputSchema", role, name);

    /// <summary>This shape with a column added, or in the place of the one of its name.</summary>
    internal SchemaShape With(Column column)
    {
        var columns = _columns.ToDictionary(c => c.Name);
        columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    public readonly struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? s_empty;
        }

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        internal static Column Of(string name, DataViewType type, SchemaShape annotations)
        {
            var item = type.ItemType();
            var kind = type is not VectorDataViewType vector ? VectorKind.Scalar
                : vector.IsKnownSize ? VectorKind.Vector
                : VectorKind.VariableVector;
            return item is KeyDataViewType
                ? new Column(name, kind, item.RawType.StandardType(), isKey: true, annotations)
                : new Column(name, kind, item, isKey: false, annotations);
        }

        internal Column Renamed(string name, SchemaShape annotations) => new(name, Kind, ItemType, IsKey, annotations);

        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch { VectorKind.Vector => $"Vector<{item}>", VectorKind.VariableVector => $"VarVector<{item}>", _ => item };
        }
    }
}
