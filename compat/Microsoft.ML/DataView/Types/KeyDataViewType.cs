using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Values 1..Count of an unsigned integer type; 0 is the missing value.</summary>
public sealed class KeyDataViewType : PrimitiveDataViewType
{
    public KeyDataViewType(Type type, ulong count)
        : base(type)
    {
        Check.Param(IsValidDataType(type), nameof(type),
            $"Type is not valid, it must be Byte, UInt16, UInt32 or UInt64, but was {type.Name}.");
        Check.Param(count > 0 && count <= MaxCount(type), nameof(count),
            $"The cardinality of a {nameof(KeyDataViewType)} must not exceed {type.Name}.MaxValue and must be strictly positive, but got {count}.");
        Count = count;
    }

    public KeyDataViewType(Type type, int count)
        : this(type, (ulong)Math.Max(count, 0))
    {
    }

    public ulong Count { get; }

    public static bool IsValidDataType(Type type) =>
        type == typeof(byte) || type == typeof(ushort) || type == typeof(uint) || type == typeof(ulong);

    public override bool Equals(DataViewType other) => other is KeyDataViewType key && RawType == key.RawType && Count == key.Count;

    public override bool Equals(object other) => other is DataViewType type && Equals(type);

    public override int GetHashCode() => HashCode.Combine(RawType, Count);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Key<{RawType.Name}, 0-{Count - 1}>");

    private static ulong MaxCount(Type type) =>
        type == typeof(byte) ? byte.MaxValue
        : type == typeof(ushort) ? ushort.MaxValue
        : type == typeof(uint) ? uint.MaxValue
        : ulong.MaxValue;
}
