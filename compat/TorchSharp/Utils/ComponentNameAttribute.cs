namespace TorchSharp.Utils;

/// <summary>Registers a module's field under another name than its own.</summary>
[AttributeUsage(AttributeTargets.Field, Inherited = true, AllowMultiple = false)]
public sealed class ComponentNameAttribute : Attribute
{
    public string Name { get; set; }
}
