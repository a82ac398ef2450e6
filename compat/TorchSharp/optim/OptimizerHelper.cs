using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>An optimizer with a state for each parameter, which it can save and continue from.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    protected OptimizerOptions _defaults;

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            var indices = new List<int>();
            dictionary.Options.Add(group.Options);
            dictionary.StateIndexRef.Add(indices);
            foreach (var parameter in group.Parameters)
            {
                indices.Add(dictionary.State.Count);
                dictionary.State.Add(_states[parameter]);
            }
        }
        return dictionary;
    }

    /// <summary>Copies another optimizer's settings and states.</summary>
    /// <exception cref="ArgumentException">It has another number of groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        for (int i = 0; i < own.Options.Count; i++)
            if (own.Options[i] != state_dict.Options[i]) own.Options[i].LoadStateDict(state_dict.Options[i]);
        for (int i = 0; i < own.State.Count; i++)
            if (own.State[i] != state_dict.State[i]) own.State[i].LoadStateDict(state_dict.State[i]);
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var state = state_dict();
        writer.Write(GetType().Name);
        TensorFormat.WriteNumber(writer, state.Options.Count);
        TensorFormat.WriteNumber(writer, state.State.Count);
        foreach (var options in state.Options) options.SaveStateDict(writer);
        foreach (var one in state.State) one.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <exception cref="InvalidDataException">Another kind of optimizer was saved.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var kind = reader.ReadString();
        if (kind != GetType().Name)
            throw new InvalidDataException(
                $"Mismatched optimizer type: expected '{GetType().Name}', but found '{kind}' in the loaded stream.");
        var own = state_dict();
        CheckCounts(own, TensorFormat.ReadNumber(reader), TensorFormat.ReadNumber(reader));
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the states to a device.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values) state.to(device);
    }

    internal override void Release()
    {
        foreach (var state in _states.Values) (state as IDisposable)?.Dispose();
    }

    /// <summary>Takes a group; settings it lacks are the optimizer's.</summary>
    internal void Add(ParamGroup group, Func<Parameter, OptimizerState> state)
    {
        group.Options.Complete(_defaults);
        group.Options.InitialLearningRate = group.Options.LearningRate.Value;
        group.Parameters = group.Parameters.ToList();
        _parameter_groups.Add(group);
        foreach (var parameter in group.Parameters)
        {
            var started = state(parameter);
            started.Initialize(group.Options);
            _states[parameter] = started;
        }
    }

    internal OptimizerState StateOf(Parameter parameter) => _states[parameter];

    /// <summary>Runs <paramref name="update"/> over the groups without recording, in a scope of its own.</summary>
    internal Tensor Step(Func<Tensor> closure, Action<ParamGroup> update)
    {
        Tensor loss = null;
        if (closure is not null)
        {
            using var grad = enable_grad();
            loss = closure();
        }
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _parameter_groups) update(group);
        return loss;
    }

    private static void CheckCounts(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count)
            throw new ArgumentException(
                $"Invalid optimizer state -- {groups} parameter groups, but the optimizer has {own.Options.Count}.");
        if (states != own.State.Count)
            throw new ArgumentException($"Invalid optimizer state -- {states} parameters, but the optimizer has {own.State.Count}.");
    }
}
