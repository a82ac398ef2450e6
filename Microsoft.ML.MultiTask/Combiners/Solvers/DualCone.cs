using MathNet.Numerics.LinearAlgebra;

namespace Microsoft.ML.MultiTask.Combiners.Solvers;

/// <summary>Projects combinations of K vectors on the cone of directions that are at an acute or right angle to all of them.</summary>
/// <remarks>
/// Quinton and Rey, "Jacobian Descent for Multi-Objective Optimization", 2024, arXiv:2406.16232, proposition 1: with G the vectors'
/// Gramian, the projection of Σ uᵢgᵢ is Σ vᵢgᵢ where v minimises vᵀGv over v ≥ u. Here v = u + z, z ≥ 0.
/// </remarks>
internal static class DualCone
{
    /// <summary>The projection's coefficients v; null where <see cref="NonNegativeQuadratic"/> finds none.</summary>
    /// <param name="gramian">G, [K, K].</param>
    /// <param name="u">The coefficients of the vector to project, [K].</param>
    internal static Vector<double>? Project(Matrix<double> gramian, Vector<double> u) =>
        NonNegativeQuadratic.Minimize(gramian, -(gramian * u))?.Add(u);
}
