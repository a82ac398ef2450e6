using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ITransformer), typeof(CustomMappingFile), null, typeof(SignatureLoadModel), "", CustomMappingFile.Loader)]

namespace Microsoft.ML.Transforms;

/// <summary>How a custom mapping is saved: its contract's name and the assembly that declares the action, in which the factory is looked
/// for.</summary>
internal static class CustomMappingFile
{
    public const string Loader = "CustomTransformer";

    private static readonly VersionInfo s_version = new("CUSTOMXF", 0x00010002, 0x00010002, 0x00010002,
        typeof(CustomMappingFile).Assembly.FullName, Loader);

    public static void Save(ModelSaveContext ctx, string contractName, Assembly contractAssembly)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.SaveString(contractName);
        ctx.SaveString(contractAssembly.FullName);
    }

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(s_version);
        var contractName = ctx.LoadString();
        env.ComponentCatalog.RegisterAssembly(Assembly.Load(ctx.LoadString()));
        var extension = env.ComponentCatalog.GetExtensionValue(typeof(CustomMappingFactoryAttributeAttribute), contractName);
        var factory = extension as ICustomMappingFactory;
        Check.State(factory != null, $"The class with contract '{contractName}' must derive from '{typeof(CustomMappingFactory<,>).FullName}'.");
        return factory.CreateTransformer(contractName);
    }
}
