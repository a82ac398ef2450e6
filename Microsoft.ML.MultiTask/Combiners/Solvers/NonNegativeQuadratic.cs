using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>Minimises ½ zᵀQz − hᵀz over z ≥ 0.</summary>
/// <remarks>
/// The active-set method of Lawson and Hanson, "Solving Least Squares Problems", 1974, chapter 23, on the Gramian: it solves a sequence of
/// faces of z ≥ 0 exactly and ends after finitely many. Q may be singular: along its null space the search runs to the next face. Q is
/// scaled to a unit diagonal first, so rows that differ by many orders of magnitude lose no digits.
/// </remarks>
internal static class NonNegativeQuadratic
{
    /// <summary>A gradient below this fraction of its summands is rounding.</summary>
    internal const double Tolerance = 1e-12;

    private const int FacesPerVariable = 20;

    /// <summary>A gradient's component in the null space of Q counts from this fraction of the gradient on.</summary>
    private const double RelativeUnseen = 1e-9;

    /// <summary>
    /// The minimum, [K], for a symmetric positive semi-definite Q, [K, K], and h, [K]; null where there is none, or where rounding keeps the
    /// search from ending within 20 K faces.
    /// </summary>
    internal static Vector<double>? Minimize(Matrix<double> q, Vector<double> h)
    {
        var scale = q.Diagonal().Map(value => value > 0 ? 1 / Math.Sqrt(value) : 1, Zeros.Include);
        var unit = q.MapIndexed((i, j, value) => value * scale[i] * scale[j]);
        return MinimizeUnit(unit, h.PointwiseMultiply(scale))?.PointwiseMultiply(scale);
    }

    private static Vector<double>? MinimizeUnit(Matrix<double> q, Vector<double> h)
    {
        var z = h * 0;
        var free = new SortedSet<int>();      // the variables above 0
        var refused = new HashSet<int>();     // those that rounding alone would free
        for (var faces = 0; faces < FacesPerVariable * h.Count; faces++)
        {
            var slope = Slope(q, h, z);
            var entering = Enumerable.Range(0, h.Count).Except(free).Except(refused).OrderByDescending(i => slope[i]).FirstOrDefault(-1);
            if (entering < 0 || slope[entering] <= 0)
                return z;

            free.Add(entering);
            var (direction, end) = ToMinimumOnFace(q, slope, [.. free]);
            if (direction[entering] <= 0)
            {
                free.Remove(entering);
                refused.Add(entering);
                continue;
            }
            refused.Clear();
            while (true)
            {
                double ToZero(int i) => -z[i] / direction[i];
                var first = free.Where(i => direction[i] < 0).OrderBy(ToZero).FirstOrDefault(-1);
                var length = first < 0 ? end : Math.Min(end, ToZero(first));
                if (double.IsPositiveInfinity(length))
                    return null;
                z += length * direction;
                if (length == end)
                    break;
                z[first] = 0;
                free.Remove(first);
                (direction, end) = ToMinimumOnFace(q, Slope(q, h, z), [.. free]);
            }
        }
        return null;
    }

    /// <summary>h − Qz, 0 where it is rounding.</summary>
    private static Vector<double> Slope(Matrix<double> q, Vector<double> h, Vector<double> z)
    {
        var terms = h.PointwiseAbs() + q.PointwiseAbs() * z;
        return (h - q * z).MapIndexed((i, value) => Math.Abs(value) > Tolerance * terms[i] ? value : 0, Zeros.Include);
    }

    /// <summary>The step to the minimum on the face's linear span, and its length: 1, or infinite where the objective is unbounded.</summary>
    private static (Vector<double> Direction, double End) ToMinimumOnFace(Matrix<double> q, Vector<double> slope, int[] face)
    {
        var direction = slope * 0;
        if (face.Length == 0)
            return (direction, 1);

        var eigen = SymmetricEigen.Of(Matrix<double>.Build.Dense(face.Length, face.Length, (i, j) => q[face[i], face[j]]));
        var inFace = Vector<double>.Build.Dense(face.Length, i => slope[face[i]]);
        var unseen = inFace - eigen.Apply(_ => 1, inFace);
        var falls = unseen.AbsoluteMaximum() > RelativeUnseen * inFace.AbsoluteMaximum();
        var step = falls ? unseen : eigen.Apply(value => 1 / value, inFace);
        for (var i = 0; i < face.Length; i++)
            direction[face[i]] = step[i];
        return (direction, falls ? double.PositiveInfinity : 1);
    }
}
