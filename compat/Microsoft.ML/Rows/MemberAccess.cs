using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Compiled reads and writes of a field or property.</summary>
internal static class MemberAccess
{
    public static Func<TRow, TValue> Reader<TRow, TValue>(MemberInfo member)
    {
        if (member is PropertyInfo property && property.GetGetMethod() == null) return _ => default;
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    public static Action<TRow, TValue> Writer<TRow, TValue>(MemberInfo member)
    {
        if (member is PropertyInfo property && property.GetSetMethod() == null)
            throw new InvalidOperationException($"Property '{member.Name}' of type '{typeof(TRow)}' cannot be written.");
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        var assignment = Expression.Assign(Expression.MakeMemberAccess(row, member), value);
        return Expression.Lambda<Action<TRow, TValue>>(assignment, row, value).Compile();
    }
}
