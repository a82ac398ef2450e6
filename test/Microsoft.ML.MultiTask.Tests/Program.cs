namespace Microsoft.ML.MultiTask.Tests;

/// <summary>What the test project does as a program: the child processes of its tests. The test platform does not use it.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["save", var how, var path]:
                SavedBlob.SaveUntilKilled(how, path);
                break;
            case ["weights"]:
                TrainingProcess.PrintWeights();
                break;
            case ["train", var folder]:
                TrainingProcess.TrainWithCheckpoints(folder);
                break;
            default:
                throw new ArgumentException(
                    "Expected: save <halfway|forever> <path>, weights, or train <folder>. The tests themselves run by 'dotnet test'.", nameof(arguments));
        }
    }
}
