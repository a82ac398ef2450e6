namespace Microsoft.ML.MultiTask.Networks;

/// <summary>A part of a network that files and options know by its name.</summary>
internal interface INamedArchitecture
{
    string Name { get; }
}
