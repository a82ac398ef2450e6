using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Tests.Modules;

[TestClass]
public sealed class ModuleTests
{
    private sealed class Block : Module<Tensor, Tensor>
    {
        private readonly Conv2d conv1 = Conv2d(1, 2, 3, padding: 1, bias: false);
        private readonly BatchNorm2d bn1 = BatchNorm2d(2);
        private readonly Module<Tensor, Tensor>? downsample;     // null fields are not registered

        public Block(Module<Tensor, Tensor>? downsample = null) : base(nameof(Block))
        {
            this.downsample = downsample;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => bn1.call(conv1.call(downsample is null ? input : downsample.call(input)));
    }

    private sealed class Network : Module<Tensor, Tensor>
    {
        private readonly Block block = new();
        private readonly Sequential head = Sequential(("0", Conv2d(2, 3, 1)), ("relu", ReLU()));
        private readonly ModuleList<Module<Tensor, Tensor>> extra = ModuleList<Module<Tensor, Tensor>>(Linear(2, 2), Linear(2, 1));
        private readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor offset = zeros(1);
        private readonly int unrelated = 3;

        public Network() : base(nameof(Network)) => RegisterComponents();

        public override Tensor forward(Tensor input) => head.call(block.call(input)) * scale + offset + (unrelated - 3);
    }

    private static readonly string[] s_keys =
    [
        "scale", "block.conv1.weight", "block.bn1.weight", "block.bn1.bias", "head.0.weight", "head.0.bias",
        "extra.0.weight", "extra.0.bias", "extra.1.weight", "extra.1.bias",
        "offset", "block.bn1.running_mean", "block.bn1.running_var", "block.bn1.num_batches_tracked",
    ];

    [TestMethod]
    public void StateDict_ListsParametersThenBuffers_ByFieldNames()
    {
        using var network = new Network();
        Assert.AreSequenceEqual(s_keys, network.state_dict().Keys.ToArray());
        Assert.AreSequenceEqual(s_keys[..10], network.named_parameters().Select(p => p.name).ToArray());
        Assert.AreSequenceEqual(s_keys[10..], network.named_buffers().Select(b => b.name).ToArray());
        Assert.AreSequenceEqual(["block", "head", "extra"], network.named_children().Select(c => c.name).ToArray());
        Assert.AreSequenceEqual(
            ["block", "head", "extra", "block.conv1", "block.bn1", "head.0", "head.relu", "extra.0", "extra.1"],
            network.named_modules().Select(m => m.name).ToArray());
        TensorAssert.HasShape([3, 2, 1, 1], network.get_parameter("head.0.weight"));
        Assert.IsTrue(network.has_buffer("block.bn1.running_var"));
        Assert.IsFalse(network.has_parameter("block.conv1.bias"));
    }

    [TestMethod]
    public void LoadStateDict_CopiesIntoTheModulesOwnTensors()
    {
        using var source = new Network();
        using var target = new Network();
        var own = target.state_dict()["block.conv1.weight"];
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.IsEmpty(missing);
        Assert.IsEmpty(unexpected);
        TensorAssert.AreClose(source.state_dict()["block.conv1.weight"], own, 0);
        Assert.IsTrue(own.requires_grad);
    }

    [TestMethod]
    public void LoadStateDict_OfOtherNames_IsRefusedOrReported()
    {
        using var network = new Network();
        var changed = network.state_dict();
        changed.Remove("scale");
        changed.Add("surplus", changed["offset"]);
        Assert.ThrowsExactly<InvalidOperationException>(() => network.load_state_dict(changed));
        var (missing, unexpected) = network.load_state_dict(changed, strict: false);
        Assert.AreSequenceEqual(["scale"], missing.ToArray());
        Assert.AreSequenceEqual(["surplus"], unexpected.ToArray());
    }

    [TestMethod]
    public void SaveAndLoad_KeepEveryTensor()
    {
        using var source = new Network();
        using var target = new Network();
        var file = Path.GetTempFileName();
        try
        {
            source.save(file);
            target.load(file);
            foreach (var (name, tensor) in source.state_dict()) TensorAssert.AreClose(tensor, target.state_dict()[name], 0);
            using var other = new Block();
            Assert.ThrowsExactly<ArgumentException>(() => other.load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void TrainAndEval_ReachAllModules()
    {
        using var network = new Network();
        Assert.IsTrue(network.training);
        network.eval();
        Assert.IsTrue(network.modules().All(m => !m.training));
        network.train();
        Assert.IsTrue(network.modules().All(m => m.training));
    }

    [TestMethod]
    public void To_ChangesTypesOfParametersAndBuffers_NotOfCounters()
    {
        using var scope = NewDisposeScope();
        using var network = new Network();
        network.to(ScalarType.Float64);
        Assert.IsTrue(network.parameters().All(p => p.dtype == ScalarType.Float64 && p.requires_grad));
        Assert.AreEqual(ScalarType.Float64, network.get_buffer("block.bn1.running_mean")!.dtype);
        Assert.AreEqual(ScalarType.Int64, network.get_buffer("block.bn1.num_batches_tracked")!.dtype);
        Assert.AreEqual(ScalarType.Float64, network.call(ones(1, 1, 4, 4, dtype: ScalarType.Float64)).dtype);
        Assert.ThrowsExactly<ArgumentException>(() => network.to(ScalarType.Int32));
    }

    [TestMethod]
    public void ZeroGrad_TakesGradientsAway_OrZeroesThem()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(1, 2)).sum().backward();
        TensorAssert.HasElements([1, 1], layer.weight.grad);
        layer.zero_grad(set_to_none: false);
        TensorAssert.HasElements([0, 0], layer.weight.grad);
        layer.zero_grad();
        Assert.IsNull(layer.weight.grad);
    }

    [TestMethod]
    public void Apply_VisitsChildrenFirst()
    {
        using var network = new Network();
        var names = new List<string>();
        network.apply(m => names.Add(m.GetName()));
        Assert.AreEqual(nameof(Network), names[^1]);
        Assert.Contains(nameof(Block), names);
    }

    [TestMethod]
    public void Registration_RefusesNullsAndRepeatedNames()
    {
        using var network = new Network();
        using var tensor = ones(1);
        Assert.ThrowsExactly<InvalidOperationException>(() => network.register_buffer("offset", tensor));
        Assert.ThrowsExactly<ArgumentNullException>(() => network.register_buffer("nothing", null!));
        Assert.ThrowsExactly<ArgumentException>(() => network.register_module("a.b", ReLU()));
        network.register_buffer("volatile", tensor, persistent: false);
        Assert.IsFalse(network.state_dict().ContainsKey("volatile"));
    }

    [TestMethod]
    public void Dispose_EndsParametersBuffersAndModulesBelow()
    {
        var network = new Network();
        var tensors = network.state_dict().Values.ToList();
        network.Dispose();
        Assert.IsTrue(tensors.All(t => t.IsInvalid));
    }

    [TestMethod]
    public void Hooks_SeeAndChangeWhatPasses()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var before = layer.register_forward_pre_hook((_, x) => x + 1);
        var after = layer.register_forward_hook((_, _, y) => y * 10);
        TensorAssert.HasElements([20], layer.call(ones(1)));
        before.remove();
        TensorAssert.HasElements([10], layer.call(ones(1)));
        after.remove();
        TensorAssert.HasElements([1], layer.call(ones(1)));
    }

    [TestMethod]
    public void SharedModules_CountTheirParametersOnce()
    {
        using var shared = Linear(1, 1);
        using var both = ModuleList(shared, shared);
        using var holder = new Holder(both);
        Assert.HasCount(2, holder.parameters().ToList());
    }

    private sealed class Holder : Module<Tensor, Tensor>
    {
        private readonly Module inner;

        public Holder(Module inner) : base(nameof(Holder))
        {
            this.inner = inner;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => inner.training ? input : input.alias();
    }
}
