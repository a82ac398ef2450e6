namespace Microsoft.ML.Data;

/// <summary>Adds a vector of the items of several columns, scalars and vectors, one after the other; a single vector column goes through as
/// it is.</summary>
internal sealed class ConcatenatingMapper : RowMapper
{
    private readonly DataViewSchema.Column[] _inputs;

    public ConcatenatingMapper(DataViewSchema inputSchema, string outputName, string[] inputNames)
        : base(inputSchema)
    {
        _inputs = inputNames.Select(name => inputSchema.GetColumnOrNull(name)
            ?? throw Check.MissingColumn(nameof(inputSchema), "input", name)).ToArray();
        var item = (PrimitiveDataViewType)_inputs[0].Type.ItemType();
        foreach (var input in _inputs)
        {
            if (!input.Type.ItemType().Equals(item))
                throw Check.SchemaMismatch(nameof(inputSchema), "input", input.Name, item.ToString(), input.Type.ToString());
        }
        bool isKnownSize = _inputs.All(c => Size(c) > 0);
        Added = [IsIdentity
            ? new DataViewSchema.DetachedColumn(outputName, _inputs[0].Type, _inputs[0].Annotations)
            : new DataViewSchema.DetachedColumn(outputName, new VectorDataViewType(item, isKnownSize ? _inputs.Sum(Size) : 0),
                Annotations(item, isKnownSize))];
    }

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; }

    private bool IsIdentity => _inputs is [{ Type: VectorDataViewType }];

    public override IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) => activeAdded[0] ? _inputs.Select(c => c.Index) : [];

    public override (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded)
    {
        if (!activeAdded[0]) return ([null], null);
        var getter = IsIdentity
            ? Getters.Create(input, _inputs[0])
            : (Delegate)Getters.Invoke(typeof(ConcatenatingMapper), nameof(CreateGetter), [_inputs[0].Type.ItemType().RawType], input,
                _inputs);
        return ([getter], null);
    }

    private static int Size(DataViewSchema.Column column) => (column.Type as VectorDataViewType)?.Size ?? 1;

    private DataViewSchema.Annotations Annotations(PrimitiveDataViewType item, bool isKnownSize)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        if (item is NumberDataViewType && Array.TrueForAll(_inputs, c => c.IsNormalized()))
            annotations.AddPrimitiveValue(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance, true);
        if (isKnownSize && Array.Exists(_inputs, c => c.Type is not VectorDataViewType || c.HasSlotNames()))
        {
            var names = _inputs.SelectMany(SlotNames).ToArray();
            annotations.Add<VBuffer<ReadOnlyMemory<char>>>(AnnotationKinds.SlotNames,
                new VectorDataViewType(TextDataViewType.Instance, names.Length),
                new VBuffer<ReadOnlyMemory<char>>(names.Length, names).CopyTo);
        }
        return annotations.ToAnnotations();
    }

    private static IEnumerable<ReadOnlyMemory<char>> SlotNames(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType) return [column.Name.AsMemory()];
        if (!column.HasSlotNames()) return new ReadOnlyMemory<char>[Size(column)];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return names.DenseValues().Select(name => name.IsEmpty ? name : $"{column.Name}.{name}".AsMemory()).ToArray();
    }

    private static ValueGetter<VBuffer<T>> CreateGetter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
    {
        var parts = inputs.Select(column => Part<T>(row, column)).ToArray();
        var vectors = new VBuffer<T>[parts.Length];
        return (ref VBuffer<T> value) =>
        {
            (int length, int count) = (0, 0);
            for (int i = 0; i < parts.Length; i++)
            {
                parts[i](ref vectors[i]);
                int size = Size(inputs[i]);
                Check.State(size == 0 || size == vectors[i].Length,
                    $"Column '{inputs[i].Name}': expected {size} slots, but got {vectors[i].Length}");
                length += vectors[i].Length;
                count += vectors[i].GetValues().Length;
            }
            value = count <= length / 2 ? Sparse(vectors, length, count, ref value) : Dense(vectors, length, ref value);
        };
    }

    private static ValueGetter<VBuffer<T>> Part<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType) return row.GetGetter<VBuffer<T>>(column);
        var getter = row.GetGetter<T>(column);
        return (ref VBuffer<T> value) =>
        {
            var editor = VBufferEditor.Create(ref value, 1);
            getter(ref editor.Values[0]);
            value = editor.Commit();
        };
    }

    private static VBuffer<T> Dense<T>(VBuffer<T>[] vectors, int length, ref VBuffer<T> reused)
    {
        var editor = VBufferEditor.Create(ref reused, length);
        int offset = 0;
        foreach (var vector in vectors)
        {
            vector.CopyTo(editor.Values, offset);
            offset += vector.Length;
        }
        return editor.Commit();
    }

    private static VBuffer<T> Sparse<T>(VBuffer<T>[] vectors, int length, int count, ref VBuffer<T> reused)
    {
        var editor = VBufferEditor.Create(ref reused, length, count);
        (int offset, int next) = (0, 0);
        foreach (var vector in vectors)
        {
            foreach (var (index, item) in vector.Items())
            {
                editor.Values[next] = item;
                editor.Indices[next++] = offset + index;
            }
            offset += vector.Length;
        }
        return editor.Commit();
    }
}
