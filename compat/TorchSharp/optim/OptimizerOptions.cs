namespace TorchSharp.Modules;

/// <summary>The settings of a group; what is null comes from the optimizer.</summary>
public class OptimizerOptions
{
    public double? LearningRate { get; set; }

    /// <summary>The learning rate before any scheduler.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>The other numbers among the settings, in the order they are saved.</summary>
    internal virtual double?[] Numbers
    {
        get => [];
        set { }
    }

    /// <summary>The choices among the settings, in the order they are saved.</summary>
    internal virtual bool?[] Choices
    {
        get => [];
        set { }
    }

    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate.Value);
        foreach (var number in Numbers) writer.Write(number.Value);
        foreach (var choice in Choices) writer.Write(choice.Value);
    }

    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
        Numbers = [.. Numbers.Select(_ => reader.ReadDouble())];
        Choices = [.. Choices.Select(_ => reader.ReadBoolean())];
    }

    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
        Numbers = source.Numbers;
        Choices = source.Choices;
    }

    internal void Complete(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        Numbers = [.. Numbers.Zip(defaults.Numbers, (own, other) => own ?? other)];
        Choices = [.. Choices.Zip(defaults.Choices, (own, other) => own ?? other)];
    }
}
