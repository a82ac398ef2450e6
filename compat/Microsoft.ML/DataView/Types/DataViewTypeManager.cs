namespace Microsoft.ML.Data;

/// <summary>The custom types of this process: which CLR type (with which attribute) stands for which data view type.</summary>
public static class DataViewTypeManager
{
    private static readonly object s_lock = new();
    private static readonly Dictionary<(Type, DataViewTypeAttribute), DataViewType> s_typeOfMember = [];
    private static readonly Dictionary<DataViewType, (Type Type, DataViewTypeAttribute Attribute)> s_memberOfType = [];

    [Obsolete("This API is deprecated, please use the new form of Register which takes in a single DataViewTypeAttribute instead.", false)]
    public static void Register(DataViewType dataViewType, Type type, IEnumerable<Attribute> typeAttributes)
    {
        var attributes = typeAttributes?.ToList() ?? [];
        Check.Param(attributes.Count <= 1, nameof(type), $"Type {type} has too many attributes.");
        Check.Param(attributes.All(a => a is DataViewTypeAttribute), nameof(type),
            $"Type {type} has an attribute that is not of {nameof(DataViewTypeAttribute)}.");
        Register(dataViewType, type, attributes.FirstOrDefault() as DataViewTypeAttribute);
    }

    public static void Register(DataViewType dataViewType, Type type, DataViewTypeAttribute typeAttribute = null)
    {
        Check.Param(!type.IsStandard() && type != typeof(string), nameof(type),
            $"Type {type} is one of ML.NET's own, so it cannot be registered again.");
        lock (s_lock)
        {
            var member = (type, typeAttribute);
            bool hasType = s_typeOfMember.TryGetValue(member, out var knownType);
            Check.Param(!hasType || knownType.Equals(dataViewType), nameof(type),
                $"The raw type {type} has been associated with {knownType}, so it cannot be associated with {dataViewType}.");
            bool hasMember = s_memberOfType.TryGetValue(dataViewType, out var knownMember);
            Check.Param(!hasMember || knownMember.Equals(member), nameof(dataViewType),
                $"The data view type {dataViewType} has been associated with {knownMember.Type}, so it cannot be associated with {type}.");
            s_typeOfMember[member] = dataViewType;
            s_memberOfType[dataViewType] = member;
        }
    }

    /// <summary>The type registered for members of this CLR type with these attributes, or null.</summary>
    internal static DataViewType Find(Type type, IEnumerable<Attribute> attributes)
    {
        var typeAttributes = attributes?.OfType<DataViewTypeAttribute>().ToList() ?? [];
        Check.Param(typeAttributes.Count <= 1, nameof(type),
            $"Type {type} cannot be marked with multiple attributes derived from {nameof(DataViewTypeAttribute)}.");
        lock (s_lock) return s_typeOfMember.GetValueOrDefault((type, typeAttributes.FirstOrDefault()));
    }

    internal static bool Knows(DataViewType type)
    {
        lock (s_lock) return s_memberOfType.ContainsKey(type);
    }
}
