using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

/// <summary>
/// Each task's gradient of the same things, as automatic differentiation gives it: one tensor per parameter or feature map, [n][...]. They
/// are never copied but where a combiner asks for them as a matrix.
/// </summary>
internal static class SharedGradients
{
    /// <summary>The squared norms between which products in float32 have lost nothing to its range.</summary>
    private const double SmallestSafe = 1e-25, LargestSafe = 1e30;

    /// <summary>
    /// The gradients' inner products, [n, n]: summed in float32 within a tensor and in float64 over the tensors; all in float64 where a
    /// gradient is so short or so long that float32 would lose it.
    /// </summary>
    internal static double[,] Gramian(Tensor[][] tasks)
    {
        var gramian = Products(tasks, tasks[0][0].dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32);
        var safe = Enumerable.Range(0, tasks.Length).All(i => gramian[i, i] is > SmallestSafe and < LargestSafe);
        return safe ? gramian : Products(tasks, ScalarType.Float64);
    }

    /// <summary>The gradients as rows, [n, P], each copied once.</summary>
    /// <param name="taskCount">n.</param>
    /// <param name="gradients">Computes a task's gradients; they are freed once copied, unless another scope owns them.</param>
    internal static Tensor Matrix(int taskCount, Func<int, Tensor[]> gradients)
    {
        Tensor? matrix = null;
        for (int i = 0; i < taskCount; i++)
        {
            using var scope = NewDisposeScope();
            var tensors = gradients(i);
            matrix ??= empty(taskCount, tensors.Sum(t => t.NumberOfElements), tensors[0].dtype, tensors[0].device)
                .MoveToOuterDisposeScope();
            var row = matrix.select(0, i);
            foreach (var (tensor, place) in tensors.Zip(Pieces(row, tensors)))
                place.copy_(tensor);
        }
        return matrix!;
    }

    /// <summary>The weighted sum of the tasks' gradients, in place of the first task's.</summary>
    internal static Tensor[] Sum(Tensor[][] tasks, IReadOnlyList<double> weights)
    {
        for (int p = 0; p < tasks[0].Length; p++)
        {
            tasks[0][p].mul_(weights[0]);
            for (int i = 1; i < tasks.Length; i++)
                tasks[0][p].add_(tasks[i][p], weights[i]);
        }
        return tasks[0];
    }

    /// <summary>One gradient of all parameters, [P], as one view per parameter.</summary>
    internal static Tensor[] Pieces(Tensor gradient, IReadOnlyList<Tensor> parameters)
    {
        var pieces = new Tensor[parameters.Count];
        long offset = 0;
        for (int p = 0; p < pieces.Length; p++)
        {
            long length = parameters[p].NumberOfElements;
            pieces[p] = gradient.narrow(0, offset, length).view(parameters[p].shape);
            offset += length;
        }
        return pieces;
    }

    private static double[,] Products(Tensor[][] tasks, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var pairs = Enumerable.Range(0, tasks.Length).SelectMany(i => Enumerable.Range(i, tasks.Length - i).Select(j => (i, j))).ToArray();
        var perTensor = Enumerable.Range(0, tasks[0].Length).Select(p =>
        {
            using var inner = NewDisposeScope();
            var flat = tasks.Select(tensors => tensors[p].to(type).reshape(-1)).ToArray();
            return stack(pairs.Select(pair => flat[pair.i].dot(flat[pair.j]))).MoveToOuterDisposeScope();
        });
        var sums = stack(perTensor).to(ScalarType.Float64).sum(dim: 0).cpu().data<double>().ToArray();               // sync point
        var gramian = new double[tasks.Length, tasks.Length];
        foreach (var ((i, j), sum) in pairs.Zip(sums))
            gramian[i, j] = gramian[j, i] = sum;
        return gramian;
    }
}
