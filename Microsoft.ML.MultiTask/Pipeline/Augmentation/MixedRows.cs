using System.Numerics;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Weighted sums of rows of samples.</summary>
internal static class MixedRows
{
    /// <summary>Sums rows.</summary>
    /// <param name="rows">The first row and all after it.</param>
    /// <param name="stride">From a row's first sample to the next row's.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="sum">The sum, of as many samples as are wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Sum(ReadOnlySpan<float> rows, int stride, ReadOnlySpan<float> weights, Span<float> sum)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= sum.Length; i += Vector<float>.Count)
        {
            var total = Vector<float>.Zero;
            for (int k = 0; k < weights.Length; k++)
                total += new Vector<float>(rows[(k * stride + i)..]) * weights[k];
            total.CopyTo(sum[i..]);
        }
        for (; i < sum.Length; i++)
        {
            float total = 0;
            for (int k = 0; k < weights.Length; k++)
                total += rows[k * stride + i] * weights[k];
            sum[i] = total;
        }
    }
}
