using System.Globalization;
using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>A 128-bit row identity; derived ids are mixed as in Murmur3 (x64, 128 bit).</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    public int CompareTo(DataViewRowId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    /// <summary>An id for the first of several rows made from this one.</summary>
    public DataViewRowId Fork() => Mix(BitOperations.RotateLeft(C1, 31) * C2, 0, forked: true);

    /// <summary>An id for the next row made from the same one.</summary>
    public DataViewRowId Next() => Mix(0, 0, forked: false);

    public DataViewRowId Combine(DataViewRowId other)
    {
        other = other.Fork();
        var k1 = BitOperations.RotateLeft(other.Low * C1, 31) * C2;
        var k2 = BitOperations.RotateLeft(other.High * C2, 33) * C1;
        return Mix(k1, k2, forked: false);
    }

    // A fork enters its constant after the round, a combination enters its words within it.
    private DataViewRowId Mix(ulong k1, ulong k2, bool forked)
    {
        var low = forked ? Low : Low ^ k1;
        low = (BitOperations.RotateLeft(low, 27) + High) * 5 + 0x52dce729;
        var high = (BitOperations.RotateLeft(High ^ k2, 31) + low) * 5 + 0x38495ab5;
        return new DataViewRowId(forked ? low ^ k1 : low, high);
    }
}
