using System.Collections.Immutable;
using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>A vector of primitives with one or more dimensions, of which 0 is one not known.</summary>
public sealed class VectorDataViewType : StructuredDataViewType
{
    public VectorDataViewType(PrimitiveDataViewType itemType, int size = 0)
        : this(itemType, ImmutableArray.Create(size))
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, params int[] dimensions)
        : this(itemType, dimensions.ToImmutableArray())
    {
    }

    public VectorDataViewType(PrimitiveDataViewType itemType, ImmutableArray<int> dimensions)
        : base(RawTypeOf(itemType))
    {
        Check.Param(!dimensions.IsDefaultOrEmpty, nameof(dimensions), "Must have at least one dimension.");
        Check.Param(dimensions.All(d => d >= 0), nameof(dimensions), "Must not be negative.");
        ItemType = itemType;
        Dimensions = dimensions;
        Size = dimensions.Aggregate(1, (size, d) => checked(size * d));
    }

    public ImmutableArray<int> Dimensions { get; }

    public bool IsKnownSize => Size > 0;

    public PrimitiveDataViewType ItemType { get; }

    /// <summary>The count of items, or 0 where a dimension is not known.</summary>
    public int Size { get; }

    public override bool Equals(DataViewType other) => other == this
        || (other is VectorDataViewType vector && ItemType.Equals(vector.ItemType) && Dimensions.SequenceEqual(vector.Dimensions));

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ItemType);
        foreach (int dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        if (Dimensions is [0]) return $"Vector<{ItemType}>";
        var dimensions = Dimensions.Select(d => d > 0 ? d.ToString(CultureInfo.InvariantCulture) : "*");
        return $"Vector<{ItemType}, {string.Join(", ", dimensions)}>";
    }

    private static Type RawTypeOf(PrimitiveDataViewType itemType)
    {
        ArgumentNullException.ThrowIfNull(itemType);
        return typeof(VBuffer<>).MakeGenericType(itemType.RawType);
    }
}
