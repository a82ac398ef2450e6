namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The folders of the core package in the order that holds: each uses only those before it.</summary>
internal static class Rooms
{
    internal static readonly string[] InOrder =
        ["Persistence", "Kernels", "Data", "Images", "Pipeline", "Tasks", "Networks", "Combiners", "Batches", "Scoring", "Training"];

    /// <summary>What lies beside the rooms, <c>MultiTaskCatalog</c> and its like: it uses every room, and no room uses it.</summary>
    internal const string Door = "(door)";

    /// <summary>The room of a file, from its path relative to the project.</summary>
    internal static string Of(string path) => path.Contains('/') ? path[..path.IndexOf('/')] : Door;

    /// <summary>Whether the order lets a room use another.</summary>
    internal static bool MayUse(string user, string used) => Place(used) <= Place(user);

    private static int Place(string room) => room == Door ? InOrder.Length : Array.IndexOf(InOrder, room) is var place and >= 0 ? place
        : throw new ArgumentException($"'{room}' is not one of the rooms {string.Join(", ", InOrder)}.", nameof(room));
}
