namespace Microsoft.ML.MultiTask.Tests;

/// <summary>How CompareStrategies reads its strategies.</summary>
[TestClass]
public sealed class StrategyTests
{
    [TestMethod]
    [DataRow("Geometric", "Geometric")]
    [DataRow("pcgrad", "PCGrad")]
    [DataRow("Focused(Motion, Depth)", "Focused")]
    [DataRow("Fixed(Depth=0.1, Motion=2)", "Fixed")]
    [DataRow("Famo(updateEvery=3)", "FAMO")]
    [DataRow("SmoothTchebycheff(0.5, 2)", "SmoothTchebycheff")]
    [DataRow("Equal(average=true)", "Equal")]
    [DataRow("ImtlL + PCGrad", "IMTL-L, then PCGrad")]
    public void Parse_AName_MakesTheCombiner(string text, string name)
    {
        var strategy = Strategy.Parse(text).Single();
        Assert.AreEqual(text, strategy.Text);
        Assert.AreEqual(name, strategy.Combiner.Name);
    }

    [TestMethod]
    public void Parse_Arguments_ReachTheCombiner()
    {
        Assert.AreEqual(1.25, Strategy.Parse("Famo(updateEvery=4)").Single().Combiner.ForwardPasses);
        using var weighted = Strategy.Parse("Fixed(depth=0.1)").Single().Combiner.Started();
        Assert.AreSequenceEqual(new[] { 1, 0.1, 1 }, weighted.CombineValues([1, 2, 3]).Weights);
    }

    [TestMethod]
    public void Parse_Groups_AreAllThatNeedNothing()
    {
        string[] Names(string group) => [.. Strategy.Parse(group).Select(strategy => strategy.Text)];
        Assert.Contains("PCGrad", Names("gradients"));
        Assert.DoesNotContain("PCGrad", Names("losses"));
        Assert.AreEqual(Strategy.Names.Count, Names("losses").Length + Names("gradients").Length);
        Assert.AreSequenceEqual(Strategy.Names, Names("all"));
    }

    [TestMethod]
    [DataRow("Foo", "no combiner 'Foo'")]
    [DataRow("Famo(x=1)", "Famo(learningRate, decay, updateEvery)")]
    [DataRow("Famo(learningRate=fast)", "does not match")]
    [DataRow("Famo(learningRate=0)", "must be a positive number")]
    [DataRow("Focused", "Name at least one task")]
    [DataRow("PCGrad+Equal", "a loss combiner + a gradient combiner")]
    public void Parse_WhatDoesNotFit_SaysSo(string text, string message) =>
        Assert.Contains(message, Assert.ThrowsExactly<ArgumentException>(() => Strategy.Parse(text).ToArray()).Message);
}
