using Microsoft.ML.MultiTask.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Combiners;

/// <summary>
/// Inner products of gradients, [n][...]: one tensor per parameter or feature map and task. Summed in float64, whatever the gradients'
/// element type; on the CPU in blocks that fit the cache, so that this costs hardly more than in float32.
/// </summary>
internal static class InnerProducts
{
    private const long BlockLength = 1 << 17;

    /// <summary>The Gramian, [n, n].</summary>
    internal static double[,] Of(IReadOnlyList<IReadOnlyList<Tensor>> tasks) => GradientRows.Sum(PerTensor(tasks));

    /// <summary>The summands of the Gramian, [n, n] for each tensor.</summary>
    internal static double[][,] PerTensor(IReadOnlyList<IReadOnlyList<Tensor>> tasks)
    {
        using var scope = torch.NewDisposeScope();
        var (n, tensors) = (tasks.Count, tasks[0].Count);
        var pairs = Enumerable.Range(0, n).SelectMany(i => Enumerable.Range(i, n - i).Select(j => (i, j))).ToArray();
        var length = tasks[0][0].device_type == DeviceType.CPU ? BlockLength : tasks[0].Max(tensor => tensor.NumberOfElements);
        var block = empty(n, length, ScalarType.Float64, tasks[0][0].device);
        var sums = Enumerable.Range(0, tensors)
            .Select(p => Sums([.. tasks.Select(task => task[p])], pairs, block)).ToArray();                              // each [pairs]
        var products = stack(sums).cpu().data<double>().ToArray();                                                      // sync point
        return [.. Enumerable.Range(0, tensors).Select(p =>
        {
            var gramian = new double[n, n];
            for (var k = 0; k < pairs.Length; k++)
                gramian[pairs[k].i, pairs[k].j] = gramian[pairs[k].j, pairs[k].i] = products[p * pairs.Length + k];
            return gramian;
        })];
    }

    private static Tensor Sums(Tensor[] gradients, (int i, int j)[] pairs, Tensor block)
    {
        using var scope = torch.NewDisposeScope();
        var flat = Flat(gradients);
        var sums = zeros(pairs.Length, ScalarType.Float64, block.device);
        for (long start = 0; start < flat[0].NumberOfElements; start += block.shape[1])
        {
            var length = Math.Min(block.shape[1], flat[0].NumberOfElements - start);
            Tensor[] rows = [.. flat.Select((row, i) => Exact(row.narrow(0, start, length), block.select(0, i).narrow(0, 0, length)))];
            sums.Add(stack(pairs.Select(pair => rows[pair.i].dot(rows[pair.j]))));
        }
        return sums.MoveToOuterDisposeScope();
    }

    /// <summary>The gradients as vectors, in memory order if all have the same layout, which copies nothing.</summary>
    private static Tensor[] Flat(Tensor[] gradients)
    {
        Tensor[] pixelsFirst = [.. gradients.Where(gradient => gradient.dim() == 4).Select(gradient => gradient.detach().permute(0, 2, 3, 1))];
        var areChannelsLast = pixelsFirst.Length == gradients.Length && pixelsFirst.All(gradient => gradient.is_contiguous());
        return [.. (areChannelsLast ? pixelsFirst : gradients).Select(gradient => gradient.detach().reshape(-1))];
    }

    private static Tensor Exact(Tensor row, Tensor place) => row.dtype == ScalarType.Float64 ? row : place.copy_(row);
}
