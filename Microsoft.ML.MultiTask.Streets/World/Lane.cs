namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>A line that cars drive or people walk along, and the stretch of it, in metres, that the camera comes to see.</summary>
internal sealed record Lane(StreetCurve Path, double From, double To);
