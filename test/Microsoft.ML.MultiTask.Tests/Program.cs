namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What the test project does as a program: the child processes of its tests. The test platform does not use it.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        if (arguments is not ["save", var how, var path])
            throw new ArgumentException("Expected: save <halfway|forever> <path>. The tests themselves run by 'dotnet test'.", nameof(arguments));
        SavedBlob.SaveUntilKilled(how, path);
    }
}
