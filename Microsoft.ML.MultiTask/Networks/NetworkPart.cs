namespace Microsoft.ML.MultiTask;

/// <summary>One part of a network.</summary>
/// <param name="Name">encoder, or a task's name in lower case.</param>
/// <param name="Parameters">The number of its parameters.</param>
public sealed record NetworkPart(string Name, long Parameters);
