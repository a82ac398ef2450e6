using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>The filters of the data catalog.</summary>
internal static class RowFilters
{
    /// <summary>Rows with lower &lt;= value &lt; upper (or, where <paramref name="includeUpper"/>, &lt;= upper); with <paramref
    /// name="complement"/> the others.
    /// A key counts as the middle of its place among all keys, in (0, 1). NaN and missing keys are never in a range.</summary>
    public static IDataView Range(IDataView input, string columnName, double lower, double upper, bool includeUpper,
        bool complement = false)
    {
        var column = input.Schema[columnName];
        return new FilteredDataView(input, [column.Index], row =>
        {
            var value = Position(row, column);
            return () =>
            {
                double v = value();
                bool isBelow = lower > v, isAbove = includeUpper ? v > upper : v >= upper;
                return !double.IsNaN(v) && complement == (isBelow || isAbove);
            };
        });
    }

    public static bool HasRange(DataViewType type) =>
        type == NumberDataViewType.Single || type == NumberDataViewType.Double || type is KeyDataViewType;

    /// <summary>Rows without a missing value (NaN, key 0) in the columns, vectors included.</summary>
    public static IDataView Complete(IDataView input, string[] columnNames)
    {
        var columns = columnNames.Select(name => Find(input.Schema, name)).ToArray();
        return new FilteredDataView(input, columns.Select(c => c.Index).ToArray(), row =>
        {
            var tests = columns.Select(c => IsComplete(row, c)).ToArray();
            return () => Array.TrueForAll(tests, test => test());
        });
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        Check.Param(schema.GetColumnOrNull(name) != null, "columns", $"Source column '{name}' not found");
        var column = schema[name];
        Check.Param(HasRange(column.Type.ItemType()), "columns",
            $"Column '{name}' has type {column.Type} which does not support missing values, so we cannot filter on them");
        return column;
    }

    private static Func<double> Position(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        KeyDataViewType key when key.RawType == typeof(byte) => KeyPosition<byte>(row, column, key.Count),
        KeyDataViewType key when key.RawType == typeof(ushort) => KeyPosition<ushort>(row, column, key.Count),
        KeyDataViewType key when key.RawType == typeof(uint) => KeyPosition<uint>(row, column, key.Count),
        KeyDataViewType key => KeyPosition<ulong>(row, column, key.Count),
        _ when column.Type == NumberDataViewType.Single => Value<float>(row, column),
        _ => Value<double>(row, column),
    };

    private static Func<double> KeyPosition<T>(DataViewRow row, DataViewSchema.Column column, ulong count)
        where T : INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            ulong key = ulong.CreateTruncating(value);
            return key == 0 || key > count ? double.NaN : ((uint)key - 0.5) / count;
        };
    }

    private static Func<double> Value<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        T value = default;
        return () =>
        {
            getter(ref value);
            return double.CreateTruncating(value);
        };
    }

    private static Func<bool> IsComplete(DataViewRow row, DataViewSchema.Column column)
    {
        var method = column.Type is VectorDataViewType ? nameof(IsCompleteVector) : nameof(IsCompleteValue);
        return (Func<bool>)Getters.Invoke(typeof(RowFilters), method, [column.Type.ItemType().RawType], row, column);
    }

    private static Func<bool> IsCompleteValue<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        var getter = row.GetGetter<T>(column);
        bool isKey = column.Type is KeyDataViewType;
        T value = default;
        return () =>
        {
            getter(ref value);
            return isKey ? !T.IsZero(value) : !T.IsNaN(value);
        };
    }

    private static Func<bool> IsCompleteVector<T>(DataViewRow row, DataViewSchema.Column column)
        where T : INumber<T>
    {
        var getter = row.GetGetter<VBuffer<T>>(column);
        bool isKey = column.Type.ItemType() is KeyDataViewType;
        VBuffer<T> vector = default;
        return () =>
        {
            getter(ref vector);
            if (isKey && !vector.IsDense) return false;   // what a sparse vector leaves out is the missing key
            foreach (var value in vector.GetValues())
            {
                if (isKey ? T.IsZero(value) : T.IsNaN(value)) return false;
            }
            return true;
        };
    }
}
