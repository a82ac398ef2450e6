using Microsoft.ML.MultiTask.Combiners;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Training;

/// <summary>
/// The tasks' gradients of the shared parameters or features, as automatic differentiation returns them: one tensor per parameter or
/// feature map, [n][...]. Copied only where a combiner asks for them as a matrix.
/// </summary>
internal static class SharedGradients
{
    /// <summary>The gradients as rows, [n, P], each copied once; the originals are freed by the dispose scope unless detached.</summary>
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

    /// <summary>The sum of the tasks' gradients by weights [n] for each of the tensors, in place of the first task's.</summary>
    internal static Tensor[] Sum(Tensor[][] tasks, Func<int, IReadOnlyList<double>> weights)
    {
        for (int p = 0; p < tasks[0].Length; p++)
            GradientRows.Sum([.. tasks.Select(gradients => gradients[p])], weights(p), into: tasks[0][p]);
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
}
