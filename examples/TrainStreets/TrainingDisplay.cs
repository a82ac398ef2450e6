using Microsoft.ML.MultiTask;
using Spectre.Console;

/// <summary>Shows training progress: a line per epoch, and a progress bar if the console is a terminal.</summary>
internal sealed class TrainingDisplay(int epochs)
{
    private ProgressTask? _bar;

    /// <summary>Runs the training with the progress bar.</summary>
    internal T Run<T>(Func<T> train)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive) return train();
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                _bar = context.AddTask("training", maxValue: epochs);
                return train();
            });
    }

    internal void OnStep(StepProgress step)
    {
        if (_bar is null || step.TotalRows is not { } total) return;
        _bar.Description = $"epoch {step.Epoch + 1}/{epochs}";
        _bar.Value = step.Epoch + (double)step.RowsInEpoch / total;
    }

    internal void OnEpoch(EpochRecord epoch) => AnsiConsole.WriteLine(Describe(epoch));

    private string Describe(EpochRecord epoch)
    {
        var tasks = epoch.Losses.Keys.Select(task => epoch.ValidationLosses.TryGetValue(task, out double validation)
            ? FormattableString.Invariant($"{task} {epoch.Losses[task]:0.000}/{validation:0.000}")
            : FormattableString.Invariant($"{task} {epoch.Losses[task]:0.000}"));
        return FormattableString.Invariant(
            $"epoch {epoch.Epoch + 1,2}/{epochs}  loss training/validation: {string.Join("  ", tasks)}  {epoch.Seconds:0.0} s");
    }
}
