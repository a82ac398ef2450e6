using MathNet.Numerics.LinearAlgebra;
using Microsoft.ML.MultiTask.Combiners;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask;

// What combiners do that work on whole gradients, [P] each: row by row, in place. And numbers as the solvers take them.
public abstract partial class GradientCombiner
{
    /// <summary>The rows of a matrix, as views.</summary>
    private protected static Tensor[] Rows(Tensor matrix) => [.. Enumerable.Range(0, (int)matrix.shape[0]).Select(i => matrix.select(0, i))];

    /// <summary>What the combiner remembers for the tasks of a step, to be changed in place: 0 at first. A task that is absent keeps its own.</summary>
    /// <param name="name">The memory's name.</param>
    /// <param name="gradients">The step's gradients, [n] of [P].</param>
    /// <param name="taskIndices">[n].</param>
    private protected Tensor[] Remembered(string name, Tensor[] gradients, IReadOnlyList<int> taskIndices)
    {
        var memory = Buffer(name) ?? Keep(name, zeros(Tasks.Count, gradients[0].shape[0], gradients[0].dtype, gradients[0].device));
        if (memory.device_type != gradients[0].device_type)                      // SetBuffers leaves it where it was
            memory = Keep(name, memory.to(gradients[0].device));
        return [.. taskIndices.Select(task => memory.select(0, task))];
    }

    /// <summary>Inner products, [n, n]; finite.</summary>
    private protected double[,] Products(Tensor[] rows, IReadOnlyList<int> taskIndices) =>
        Finite(InnerProducts.Of([.. rows.Select(row => new[] { row })]), taskIndices);

    /// <summary>Lengths, [n]; finite.</summary>
    private protected double[] Norms(Tensor[] rows, IReadOnlyList<int> taskIndices)
    {
        double[] squares = [.. InnerProducts.PerTensor([rows]).Select(part => part[0, 0])];
        for (var i = 0; i < squares.Length; i++)
            CheckFinite(squares[i], taskIndices[i]);
        return [.. squares.Select(Math.Sqrt)];
    }

    /// <exception cref="InvalidOperationException">A task's gradient is not finite.</exception>
    private protected void CheckFinite(Tensor[] rows, IReadOnlyList<int> taskIndices) => Norms(rows, taskIndices);

    /// <summary>Σ wᵢ rowᵢ.</summary>
    /// <param name="rows">[n] of [P].</param>
    /// <param name="weights">[n].</param>
    /// <param name="into">[P]; overwritten. It may be the first row.</param>
    private protected static Tensor Sum(Tensor[] rows, IReadOnlyList<double> weights, Tensor into)
    {
        if (!ReferenceEquals(into, rows[0]))
            into.copy_(rows[0]);
        into.mul_(weights[0]);
        for (var i = 1; i < rows.Length; i++)
            into.add_(rows[i], weights[i]);
        return into;
    }

    private protected static Matrix<double> MatrixOf(double[,] gramian) => Matrix<double>.Build.DenseOfArray(gramian);

    private protected static Vector<double> VectorOf(int length, Func<int, double> element) => Vector<double>.Build.Dense(length, element);
}
