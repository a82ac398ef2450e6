namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A line along which cars drive or people walk, and the stretch of it, in metres, that the camera gets to see.</summary>
internal sealed record Lane(StreetCurve Path, double From, double To);
