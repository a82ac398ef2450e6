using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>What a context can load: classes by signature and name, and extensions (factories of custom mappings) by contract.</summary>
public sealed class ComponentCatalog
{
    private readonly object _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(Type Signature, string Name), LoadableClassInfo> _classes = [];
    private readonly Dictionary<(Type Attribute, string Contract), Type> _extensions = [];

    internal ComponentCatalog()
    {
    }

    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName)) return;
            foreach (var attribute in assembly.GetCustomAttributes<LoadableClassAttributeBase>())
            {
                var create = attribute.FindCreateMethod();
                if (create == null)
                {
                    if (throwOnError) throw new InvalidOperationException($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.LoadNames[0]}'");
                    continue;
                }
                AddClass(new LoadableClassInfo(attribute, null, null, create, requireEnvironment: true), attribute.LoadNames, throwOnError);
            }
            if (assembly == typeof(ComponentCatalog).Assembly) return;   // has no extensions, and every context registers it
            foreach (var type in assembly.GetTypes())
            {
                foreach (var attribute in type.GetCustomAttributes<ExtensionBaseAttribute>())
                {
                    bool added = _extensions.TryAdd((attribute.GetType(), attribute.ContractName), type);
                    Check.State(added || !throwOnError,
                        $"An extension for '{attribute.GetType().Name}' with contract '{attribute.ContractName}' has already been registered in the ComponentCatalog.");
                }
            }
        }
    }

    internal object GetExtensionValue(Type attributeType, string contractName)
    {
        Type type;
        lock (_lock) type = _extensions.GetValueOrDefault((attributeType, contractName));
        Check.State(type != null, $"Unable to locate an extension for the contract '{contractName}'. Ensure you have called "
            + $"ComponentCatalog.RegisterAssembly with the Assembly that contains a class decorated with a '{attributeType.FullName}'.");
        return Activator.CreateInstance(type);
    }

    internal bool TryCreateInstance(IHostEnvironment env, Type signature, string name, object argument, out object instance)
    {
        LoadableClassInfo info;
        lock (_lock) info = _classes.GetValueOrDefault((signature, Normalize(name)));
        instance = info?.CreateInstance(env, argument);
        return info != null;
    }

    private void AddClass(LoadableClassInfo info, string[] loadNames, bool throwOnError)
    {
        lock (_lock)
        {
            foreach (var signature in info.SignatureTypes)
            {
                foreach (var name in loadNames)
                {
                    bool added = _classes.TryAdd((signature, Normalize(name)), info);
                    Check.State(added || !throwOnError,
                        $"ComponentCatalog cannot map name '{name}' and SignatureType '{signature}' to {info.Type.Name}, it is already mapped.");
                }
            }
        }
    }

    private static string Normalize(string name) => name.Trim().ToLowerInvariant();

    internal sealed class LoadableClassInfo
    {
        private readonly MethodInfo _getter;
        private readonly ConstructorInfo _constructor;
        private readonly MethodInfo _create;
        private readonly bool _requireEnvironment;

        internal LoadableClassInfo(LoadableClassAttributeBase attr, MethodInfo getter, ConstructorInfo ctor, MethodInfo create,
            bool requireEnvironment)
        {
            Type = attr.InstanceType;
            SignatureTypes = attr.SigTypes;
            _getter = getter;
            _constructor = ctor;
            _create = create;
            _requireEnvironment = requireEnvironment;
        }

        public Type Type { get; }

        public IReadOnlyList<Type> SignatureTypes { get; }

        public object CreateInstance(IHostEnvironment env, object argument)
        {
            object[] arguments = _requireEnvironment ? [env, argument] : [argument];
            const BindingFlags Direct = BindingFlags.DoNotWrapExceptions;
            if (_getter != null) return _getter.Invoke(null, Direct, null, null, null);
            if (_constructor != null) return _constructor.Invoke(Direct, null, arguments, null);
            if (_create != null) return _create.Invoke(null, Direct, null, arguments, null);
            throw new InvalidOperationException($"Can't instantiate class '{Type.Name}'");
        }
    }
}
