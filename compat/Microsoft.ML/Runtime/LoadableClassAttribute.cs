using System.Reflection;

namespace Microsoft.ML;

/// <summary>Names a class of an assembly that can be loaded from a model file.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute : LoadableClassAttributeBase
{
    public LoadableClassAttribute(Type instType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(instType, instType, argType, sigType, userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type loaderType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(instType, loaderType, argType, sigType, userName, loadNames)
    {
    }
}

internal abstract class LoadableClassAttributeBase : Attribute
{
    private readonly Type _loaderType;

    protected LoadableClassAttributeBase(Type instType, Type loaderType, Type argType, Type sigType, string userName, string[] loadNames)
    {
        ArgumentNullException.ThrowIfNull(instType);
        ArgumentNullException.ThrowIfNull(loaderType);
        Check.Param(sigType?.BaseType == typeof(MulticastDelegate), nameof(sigType),
            "LoadableClass signature type must be a delegate type");
        Check.Param(argType == null, nameof(argType), "Classes with an argument type are not loaded from model files.");
        _loaderType = loaderType;
        InstanceType = instType;
        SigTypes = [sigType];
        LoadNames = loadNames is { Length: > 0 } ? loadNames : [userName];
    }

    public Type InstanceType { get; }

    public Type[] SigTypes { get; }

    public string[] LoadNames { get; }

    /// <summary>The static method <c>Create(IHostEnvironment, …the signature's parameters)</c> of the loader, or null.</summary>
    public MethodInfo FindCreateMethod()
    {
        var parameters = SigTypes[0].GetMethod("Invoke").GetParameters()
            .Select(p => p.ParameterType).Prepend(typeof(Runtime.IHostEnvironment));
        return _loaderType.GetMethod("Create", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, parameters.ToArray());
    }
}
