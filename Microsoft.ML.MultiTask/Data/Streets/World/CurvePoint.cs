namespace Microsoft.ML.MultiTask;

/// <summary>A place on the ground, in metres, and the unit direction of travel there.</summary>
internal readonly record struct CurvePoint(double X, double Z, double DirectionX, double DirectionZ);
