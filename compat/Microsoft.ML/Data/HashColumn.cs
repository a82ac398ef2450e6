using System.Runtime.InteropServices;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Adds a key of 30 bits hashed from a column of text or integers: the same for the same value and seed. Empty text has the
/// missing key.</summary>
internal sealed class HashColumn(DataViewSchema inputSchema, string name, DataViewSchema.Column source, uint seed) : RowMapper(inputSchema)
{
    private const uint Count = 1 << 30;

    public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
        [new DataViewSchema.DetachedColumn(name, new KeyDataViewType(typeof(uint), (ulong)Count))];

    public static bool Supports(DataViewType type) => type == TextDataViewType.Instance || type == NumberDataViewType.Int32
        || type == NumberDataViewType.UInt32 || type == NumberDataViewType.Int64 || type == NumberDataViewType.UInt64;

    public override IEnumerable<int> InputsOf(IReadOnlyList<bool> activeAdded) => activeAdded[0] ? [source.Index] : [];

    public override (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded)
    {
        if (!activeAdded[0]) return ([null], null);
        var getter = source.Type == TextDataViewType.Instance ? OfText(input)
            : (Delegate)Getters.Invoke(typeof(HashColumn), nameof(OfInteger), [source.Type.RawType], input, source, seed);
        return ([getter], null);
    }

    private ValueGetter<uint> OfText(DataViewRow row)
    {
        var getter = row.GetGetter<ReadOnlyMemory<char>>(source);
        ReadOnlyMemory<char> text = default;
        return (ref uint key) =>
        {
            getter(ref text);
            key = text.IsEmpty ? 0 : Key(Murmur3.Hash(seed, text.Span.Trim(' ')));
        };
    }

    private static ValueGetter<uint> OfInteger<T>(DataViewRow row, DataViewSchema.Column source, uint seed)
        where T : unmanaged
    {
        var getter = row.GetGetter<T>(source);
        T value = default;
        return (ref uint key) =>
        {
            getter(ref value);
            key = Key(Murmur3.Hash(seed, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value))));
        };
    }

    private static uint Key(uint hash) => (hash & (Count - 1)) + 1;
}
