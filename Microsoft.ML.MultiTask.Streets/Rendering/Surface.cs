using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>The reflectance of a point.</summary>
/// <param name="Albedo">Diffuse reflectance, linear.</param>
/// <param name="Gloss">Reflected share of the sky at normal incidence; 0 is matt.</param>
/// <param name="Glow">Emitted light.</param>
internal readonly record struct Surface(Vector3 Albedo, float Gloss = 0f, Vector3 Glow = default);
