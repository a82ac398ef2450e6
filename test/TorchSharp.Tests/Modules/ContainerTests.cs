using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Modules;

[TestClass]
public sealed class ContainerTests
{
    [TestMethod]
    public void Sequential_RunsInOrder_AndDisposesWhatLiesBetween()
    {
        using var scope = NewDisposeScope();
        using var layers = Sequential(Identity(), ReLU(), Identity());
        using var input = tensor(new[] { -1f, 2f });
        var before = scope.DisposablesCount;
        TensorAssert.HasElements([0, 2], layers.call(input));
        Assert.IsFalse(input.IsInvalid);
        Assert.AreEqual(before + 1, scope.DisposablesCount);
        Assert.AreEqual(3, layers.Count);
    }

    [TestMethod]
    public void Sequential_NamesItsModules()
    {
        using var layers = Sequential(("first", Linear(1, 2)), ("second", Linear(2, 1)));
        Assert.AreSequenceEqual(["first.weight", "first.bias", "second.weight", "second.bias"], layers.state_dict().Keys.ToArray());
        using var more = Sequential(Linear(1, 1, hasBias: false)).append(ReLU()).append("last", Identity());
        Assert.AreSequenceEqual(["0", "1", "last"], more.named_children().Select(c => c.name).ToArray());
        Assert.AreEqual(2, layers[..2].Count);
        Assert.IsInstanceOfType<Linear>(layers[1]);
    }

    [TestMethod]
    public void Sequential_Empty_ReturnsAnAlias()
    {
        using var layers = Sequential();
        using var input = ones(1);
        using var output = layers.call(input);
        Assert.AreNotSame(input, output);
    }

    [TestMethod]
    public void ModuleDict_IsRegisteredByItsKeys()
    {
        using var heads = ModuleDict<Module<Tensor, Tensor>>(("depth", Linear(1, 1)), ("motion", Linear(1, 2)));
        using var owner = new Owner(heads);
        Assert.AreSequenceEqual(
            ["heads.depth.weight", "heads.depth.bias", "heads.motion.weight", "heads.motion.bias"], owner.state_dict().Keys.ToArray());
        Assert.IsTrue(heads.ContainsKey("motion"));
        Assert.AreSame(heads["depth"], heads[0].Item2);
    }

    private sealed class Owner : Module<Tensor, Tensor>
    {
        private readonly ModuleDict<Module<Tensor, Tensor>> heads;

        public Owner(ModuleDict<Module<Tensor, Tensor>> heads) : base(nameof(Owner))
        {
            this.heads = heads;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => heads["depth"].call(input);
    }
}
