using System.CommandLine;
using System.CommandLine.Invocation;

/// <summary>What the programs' command lines have in common; each program links this file.</summary>
internal static class CommandLine
{
    /// <summary>An option with a default value, which <c>--help</c> shows.</summary>
    internal static Option<T> Setting<T>(string name, T defaultValue, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    /// <summary>A token that the first Ctrl+C cancels; the second ends the process.</summary>
    internal static CancellationToken CancelOnCtrlC()
    {
        var source = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) =>
        {
            if (source.IsCancellationRequested) return;
            key.Cancel = true;
            source.Cancel();
        };
        return source.Token;
    }

    /// <summary>
    /// Runs what the arguments ask for. An error that the caller can mend is one line on the error stream; any other is a fault of the
    /// program and keeps its stack trace.
    /// </summary>
    /// <returns>The process's exit code: the action's own, or 1 after an error.</returns>
    internal static int Run(this RootCommand command, string[] args)
    {
        var parsed = command.Parse(args);
        if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NotSupportedException
            or IOException or InvalidDataException or UnauthorizedAccessException or OperationCanceledException)
        {
            Console.Error.WriteLine($"{RootCommand.ExecutableName}: {exception.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }
}
