using System.Numerics;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>How a point takes up light.</summary>
/// <param name="Albedo">Share of the light scattered, linear.</param>
/// <param name="Gloss">Share of the sky mirrored when seen head-on; 0 is matt.</param>
/// <param name="Glow">Light given off.</param>
internal readonly record struct Surface(Vector3 Albedo, float Gloss = 0f, Vector3 Glow = default);
