using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// Every entry of the room with tensors that are null, disposed, or of another shape, type, device or layout: an exception with words. Some of libtorch's
/// entries check nothing and would read or write beyond a tensor.
/// </summary>
[TestClass]
public sealed class KernelInputTests
{
    private static readonly AdamSettings s_settings = new(0.1, 0.9, 0.999, 1e-8, 0.01, 1, IsDecoupled: true);

    private static readonly Dictionary<string, Func<Tensor>> s_wrong = new()
    {
        ["another number of elements"] = () => zeros(4),
        ["another shape"] = () => zeros(3, 2),
        ["a shape that broadcasts"] = () => zeros(1, 3),
        ["no elements"] = () => zeros(0, 3),
        ["another type"] = () => zeros(2, 3, ScalarType.Float64),
        ["whole numbers"] = () => zeros(2, 3, ScalarType.Int64),
        ["another device"] = () => zeros(2, 3, device: META),
        ["disposed"] = Disposed,
        ["null"] = () => null!,
    };

    private static readonly Dictionary<string, Func<Tensor>> s_layouts = new()
    {
        ["transposed"] = () => zeros(3, 2).t(),
        ["a slice with gaps"] = () => zeros(2, 6)[.., TensorIndex.Slice(0, 6, 2)],
        ["expanded from one element"] = () => zeros(1).expand(2, 3),
    };

    private static readonly Dictionary<string, Action<Tensor>> s_scalars = new()
    {
        ["x + y"] = x => x.Plus(x), ["x + 1"] = x => x.Plus(1.5), ["x += y"] = x => x.Add(x), ["x += 1"] = x => x.Increment(),
        ["x += 2 y"] = x => x.AddScaled(x, 2), ["x *= 2"] = x => x.Scale(2), ["2 x"] = x => x.Scaled(2), ["max"] = x => x.AtLeast(0),
        [">"] = x => x.Above(0), ["<"] = x => x.Below(0),
    };

    internal static IEnumerable<string> Wrong => s_wrong.Keys;

    internal static IEnumerable<string> Layouts => s_layouts.Keys;

    internal static IEnumerable<string> Scalars => s_scalars.Keys;

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void Adam_WrongTensorInAnyList_NamesTheList(string wrong)
    {
        using var scope = NewDisposeScope();
        string[] names = ["", "gradients[1]", "means[1]", "meanSquares[1]"];        // the first list is what the others are compared with
        Action<AdamSettings, Tensor[], Tensor[], Tensor[], Tensor[]>[] steps = [FusedAdam.Step, FusedAdam.PlainStep];
        foreach (var step in steps)
        {
            for (int list = 0; list < 4; list++)
            {
                Tensor[][] lists = [.. Enumerable.Range(0, 4).Select(_ => new[] { zeros(3), zeros(2, 3) })];
                lists[list][1] = s_wrong[wrong]();
                var e = Assert.Throws<Exception>(() => step(s_settings, lists[0], lists[1], lists[2], lists[3]));
                Assert.IsTrue(e is ArgumentException or ObjectDisposedException, e.ToString());
                Assert.Contains(names[list], e.Message);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Layouts))]
    public void FusedAdam_OtherLayout_IsRefused(string layout)
    {
        using var scope = NewDisposeScope();
        for (int list = 0; list < 4; list++)
        {
            Tensor[][] lists = [.. Enumerable.Range(0, 4).Select(_ => new[] { zeros(2, 3) })];
            lists[list][0] = s_layouts[layout]();
            var e = Assert.ThrowsExactly<ArgumentException>(() => FusedAdam.Step(s_settings, lists[0], lists[1], lists[2], lists[3]));
            Assert.Contains("memory layout", e.Message);
        }
        Assert.AreEqual(layout == "transposed", FusedAdam.Takes([s_layouts[layout]()], [s_layouts[layout]()]), "dense in another order is a layout too");
    }

    [TestMethod]
    public void Adam_ListsOfOtherLengthsOrNull_AreRefused()
    {
        using var scope = NewDisposeScope();
        Tensor[] one = [zeros(2)], two = [zeros(2), zeros(2)];
        Assert.Contains("'means' must have a tensor for each of the 1 parameters", Assert.ThrowsExactly<ArgumentException>(
            () => FusedAdam.Step(s_settings, one, one, two, one)).Message);
        Assert.ThrowsExactly<ArgumentNullException>(() => FusedAdam.Step(s_settings, one, null!, one, one));
        Assert.ThrowsExactly<ArgumentNullException>(() => FusedAdam.PlainStep(s_settings, null!, one, one, one));
        Assert.ThrowsExactly<ArgumentNullException>(() => FusedAdam.Takes([null!], one));
        FusedAdam.Step(s_settings, [], [], [], []);
        Assert.ThrowsExactly<ArgumentException>(() => FusedAdam.Step(
            s_settings, [zeros(2), zeros(2, ScalarType.Float64)], [zeros(2), zeros(2, ScalarType.Float64)], [zeros(2), zeros(2, ScalarType.Float64)],
            [zeros(2), zeros(2, ScalarType.Float64)]));
    }

    [TestMethod]
    [DynamicData(nameof(Scalars))]
    public void KeptScalars_NullOrDisposed_AreRefused(string operation)
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => s_scalars[operation](null!));
        Assert.ThrowsExactly<ObjectDisposedException>(() => s_scalars[operation](Disposed()));
    }

    [TestMethod]
    public void KeptScalars_ShapesOrDevicesThatDoNotFit_AreLibtorchsErrors()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => zeros(2).Plus(zeros(3)));
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => zeros(2).Add(zeros(2, 2)));
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => zeros(2, ScalarType.Int64).AddScaled(zeros(2), 0.5));
        Assert.ThrowsExactly<ArgumentNullException>(() => zeros(2).AddScaled(null!, 1));
    }

    [TestMethod]
    [OneDnnCondition]
    public void PackedConvolution_WrongWeightsBiasOrSize_AreRefused()
    {
        using var scope = NewDisposeScope();
        Tensor weight = zeros(4, 8, 3, 3), bias = zeros(4);
        Action[] wrong =
        [
            () => Make(zeros(4, 8, 3), bias), () => Make(zeros(4, 8, 3, 1), bias), () => Make(zeros(4, 0, 3, 3), bias), () => Make(weight.to(float64), bias),
            () => Make(zeros([4, 8, 3, 3], device: META), bias), () => Make(null!, bias), () => Make(Disposed(), bias),
            () => Make(weight, zeros(3)), () => Make(weight, zeros(4, 1)), () => Make(weight, zeros(4, float64)), () => Make(weight, zeros(4, device: META)),
            () => Make(weight, null!), () => Make(weight, Disposed()),
            () => Make(weight, bias, stride: 0), () => Make(weight, bias, stride: -1), () => Make(weight, bias, padding: -1),
            () => Make(weight, bias, size: []), () => Make(weight, bias, size: [1, 7, 5, 5]), () => Make(weight, bias, size: [1, 8, 5]),
            () => Make(weight, bias, size: [0, 8, 5, 5]), () => Make(weight, bias, size: [1, 8, -5, 5]), () => Make(weight, bias, size: [1, 8, 1L << 40, 5]),
            () => Make(weight, bias, padding: 0, size: [1, 8, 2, 5]), () => PackedConvolution.Takes(null!), () => PackedConvolution.Takes(Disposed()),
        ];
        foreach (var (index, action) in wrong.Index())
        {
            var e = Assert.Throws<Exception>(action, $"case {index}");
            Assert.IsTrue(e is ArgumentException or ObjectDisposedException, $"case {index}: {e}");
        }

        static void Make(Tensor weight, Tensor bias, int stride = 1, int padding = 1, long[]? size = null) =>
            new PackedConvolution(weight, bias, stride, padding, size ?? [1, 8, 5, 5]).Dispose();
    }

    [TestMethod]
    [OneDnnCondition]
    public void PackedConvolution_WrongInputs_AreRefused()
    {
        using var scope = NewDisposeScope();
        using var packed = new PackedConvolution(ones(4, 8, 3, 3), zeros(4), stride: 1, padding: 0, [1, 8, 6, 6]);
        Tensor x = ones(1, 8, 6, 6), sum = ChannelsLast.From(zeros(1, 4, 4, 4));
        Tensor?[] inputs =
        [
            null, Disposed(), zeros(8, 6, 6), zeros(1, 7, 6, 6), zeros(0, 8, 6, 6), zeros(1, 8, 2, 6), zeros(1, 8, 6, 6, ScalarType.Float64),
            zeros([1, 8, 6, 6], ScalarType.Byte), zeros([1, 8, 6, 6], device: META),
        ];
        Tensor?[] sums =
        [
            null, Disposed(), zeros(4, 4, 4), zeros(1, 4, 3, 4), zeros(1, 5, 4, 4), zeros(2, 4, 4, 4), sum.to(float64), zeros([1, 4, 4, 4], device: META),
            zeros(1, 4, 4, 4), zeros(1).expand(1, 4, 4, 4),
        ];
        foreach (var (index, wrong) in inputs.Index())
        {
            Refused(() => packed.Convolve(wrong!, rectifies: false), $"input {index}");
            Refused(() => packed.RectifySum(sum, wrong!), $"input {index} with a sum");
        }
        foreach (var (index, wrong) in sums.Index())
            Refused(() => packed.RectifySum(wrong!, x), $"sum {index}");
        TensorAssert.AreClose(full(new long[] { 1, 4, 4, 4 }, 72f), packed.Convolve(x, rectifies: true), rtol: 0, atol: 0);       // rows first: slower, but right
        TensorAssert.AreClose(full(new long[] { 1, 4, 4, 4 }, 72f), packed.Convolve(ones(1).expand(1, 8, 6, 6), rectifies: true), rtol: 0, atol: 0);
    }

    [TestMethod]
    [OneDnnCondition]
    public void PackedConvolution_Disposed_SaysSo()
    {
        using var scope = NewDisposeScope();
        var bias = zeros(4);
        using var packed = new PackedConvolution(ones(4, 8, 1, 1), bias, stride: 1, padding: 0, [1, 8, 6, 6]);
        bias.Dispose();
        Assert.ThrowsExactly<ObjectDisposedException>(() => packed.Convolve(ones(1, 8, 6, 6), rectifies: true));
        packed.Dispose();
        packed.Dispose();
        Assert.Contains(nameof(PackedConvolution), Assert.ThrowsExactly<ObjectDisposedException>(() => packed.Convolve(ones(1, 8, 6, 6), rectifies: true)).ObjectName);
    }

    [TestMethod]
    public void TensorEngine_NullInstruction_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => TensorEngine.HidesCaches(null!));
        TensorEngine.KeepFreedMaps(-1);                                            // nothing to keep
    }

    private static Tensor Disposed()
    {
        var tensor = zeros(2, 3);
        tensor.Dispose();
        return tensor;
    }

    private static void Refused(Action action, string what)
    {
        var e = Assert.Throws<Exception>(action, what);
        Assert.IsTrue(e is ArgumentException or ObjectDisposedException, $"{what}: {e}");
    }
}
