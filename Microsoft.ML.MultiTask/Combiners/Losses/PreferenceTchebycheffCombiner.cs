using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>
    /// Smooth Tchebycheff scalarization (STCH) as the paper writes it: a soft maximum of the losses, each times a preference.
    /// </summary>
    /// <remarks>
    /// Lin, Zhang, Yang, Liu, Wang, Zhang: "Smooth Tchebycheff Scalarization for Multi-Objective Optimization", ICML 2024,
    /// arXiv:2402.19078, the STCH scalarization of section 3: μ log Σ exp(λᵢ (Lᵢ - zᵢ) / μ). Task i weighs λᵢ softmaxᵢ(λ (L - z) / μ).
    /// Costs one backward pass per step; decoders get the weights too. Use it where one task may cost another so much and no more, which
    /// λ says. The losses' scales matter: give preferences that bring them to the same size, or use the other form.
    /// </remarks>
    /// <param name="preferences">
    /// λ: tasks' names (case does not matter) and their preferences, positive; 1 over the number of tasks for one that is not named.
    /// </param>
    /// <param name="idealLosses">z: the least loss that a task could reach, by name; 0 for one that is not named.</param>
    /// <param name="smoothness">μ, positive: towards 0 only the worst task counts. Default 1.</param>
    /// <returns>The combiner.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static LossCombiner SmoothTchebycheff(
        IReadOnlyDictionary<string, double> preferences, IReadOnlyDictionary<string, double>? idealLosses = null, double smoothness = 1)
    {
        ArgumentNullException.ThrowIfNull(preferences);
        CheckPositive(smoothness, nameof(smoothness));
        foreach (var (task, preference) in preferences)
            CheckPositive(preference, nameof(preferences), task);
        foreach (var (task, ideal) in idealLosses ?? new Dictionary<string, double>())
            if (!double.IsFinite(ideal))
                throw new ArgumentOutOfRangeException(
                    nameof(idealLosses), $"'{nameof(idealLosses)}' of '{task}' must be a finite number, but was {Number(ideal)}.");
        return new PreferenceTchebycheffCombiner([.. preferences], [.. idealLosses ?? new Dictionary<string, double>()], smoothness);
    }
}

/// <summary>μ log Σ exp(λᵢ (Lᵢ - zᵢ) / μ).</summary>
internal sealed class PreferenceTchebycheffCombiner(
    KeyValuePair<string, double>[] preferences, KeyValuePair<string, double>[] idealLosses, double smoothness) : LossCombiner
{
    private double[] _preferences = [];   // λ, [T]
    private double[] _idealLosses = [];   // z, [T]

    public override string Name => "SmoothTchebycheff by preference";

    protected override void Start(Device device)
    {
        _preferences = [.. Tasks.Select(_ => 1.0 / Tasks.Count)];
        foreach (var (task, preference) in preferences)
            _preferences[IndexOfTask(task)] = preference;
        _idealLosses = new double[Tasks.Count];
        foreach (var (task, ideal) in idealLosses)
            _idealLosses[IndexOfTask(task)] = ideal;
    }

    protected override Tensor Total(Tensor losses, IReadOnlyList<int> taskIndices)
    {
        var distances = losses - PerTask(_idealLosses, taskIndices, losses.device);
        return SmoothMaximum(distances * PerTask(_preferences, taskIndices, losses.device), smoothness);
    }
}
