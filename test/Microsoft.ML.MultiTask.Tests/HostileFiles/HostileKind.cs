namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A kind of file that comes from elsewhere, and what reads it.</summary>
/// <param name="Name">The kind.</param>
/// <param name="FileName">The name of such a file.</param>
/// <param name="Examples">Good files, or good contents for <paramref name="Wrap"/>.</param>
/// <param name="Read">Reads a file and uses what it holds.</param>
/// <param name="Wrap">Puts changed content into a file whose checksums are right, so that more than these is tested; null for whole files.</param>
/// <param name="IsOurs">Whether the package reads it alone, so that every refusal must be an <see cref="InvalidDataException"/>.</param>
internal sealed record HostileKind(
    string Name, string FileName, Func<byte[][]> Examples, Action<string> Read, Func<byte[], byte[]>? Wrap = null, bool IsOurs = true)
{
    /// <summary>Whether the examples can be read; otherwise they are refused like a changed file, but only for what they lack.</summary>
    public bool AreGood { get; init; } = true;

    public override string ToString() => Name;
}
