// As much of MSBuild's task classes as WeakenTorchSharp.cs uses, so that it can be tested without MSBuild's packages.
namespace Microsoft.Build.Framework
{
    [AttributeUsage(AttributeTargets.Property)]
    internal sealed class RequiredAttribute : Attribute;
}

namespace Microsoft.Build.Utilities
{
    internal sealed class TaskLog
    {
        internal List<(string Code, string Message)> Warnings { get; } = [];

        internal void LogWarning(string? subcategory, string code, string? helpKeyword, string file, int line, int column, int endLine, int endColumn, string message) =>
            Warnings.Add((code, message));
    }

    public abstract class Task
    {
        internal TaskLog Log { get; } = new();

        public abstract bool Execute();
    }
}
