using System.CommandLine;
using System.CommandLine.Invocation;

/// <summary>The command-line handling that all examples share.</summary>
internal static class CommandLine
{
    /// <summary>An option with a default value, which <c>--help</c> shows.</summary>
    internal static Option<T> Setting<T>(string name, T defaultValue, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    /// <summary>An option without a default value.</summary>
    internal static Option<T?> Choice<T>(string name, string description) => new(name) { Description = description };

    /// <summary>An option for one of some values, by the text of it; a null default is described by the description.</summary>
    internal static Option<T?> OneOf<T>(string name, T? defaultValue, IReadOnlyList<T> values, string description)
        where T : class
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', values),
            CustomParser = parsed =>
            {
                var value = values.FirstOrDefault(v => string.Equals(v.ToString(), parsed.Tokens[0].Value, StringComparison.OrdinalIgnoreCase));
                if (value is null)
                    parsed.AddError($"{name} must be one of {string.Join(", ", values)}, but was '{parsed.Tokens[0].Value}'.");
                return value;
            },
        };
        if (defaultValue is not null)
            option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>Throws if an option's value is below its minimum.</summary>
    internal static void RequireAtLeast(Option<int> option, int value, int minimum)
    {
        if (value < minimum)
            throw new ArgumentException($"{option.Name} must be at least {minimum}, but was {value}.");
    }

    /// <summary>Throws unless an option's value is above 0 and below 1.</summary>
    internal static void RequireFraction(Option<double> option, double value)
    {
        if (value is not (> 0 and < 1))
            throw new ArgumentException(FormattableString.Invariant($"{option.Name} must be above 0 and below 1, but was {value}."));
    }

    /// <summary>A token that the first Ctrl+C cancels; the second one ends the process.</summary>
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
    /// Parses the arguments and runs the command. Errors of the user are printed as one line on the error stream; any other exception is
    /// a bug and keeps its stack trace.
    /// </summary>
    /// <returns>The exit code: that of the action, or 1 after an error.</returns>
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
