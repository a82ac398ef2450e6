using System.Numerics;
using Microsoft.ML.MultiTask.Streets.Models;
using Microsoft.ML.MultiTask.Streets.World;

namespace Microsoft.ML.MultiTask.Streets.Rendering;

/// <summary>A face or ball of an object in one frame.</summary>
/// <param name="Thing">The object it belongs to.</param>
/// <param name="Index">Index of the face or ball.</param>
/// <param name="Material">Its material.</param>
/// <param name="Normal">World normal of a face; unused for a ball.</param>
/// <param name="Ball">Centre of a ball in the camera's axes (x right, y up, z ahead), and its radius in W; W = 0 for a face.</param>
internal readonly record struct Primitive(StreetObject Thing, int Index, StreetMaterial Material, Vector3 Normal, Vector4 Ball);
