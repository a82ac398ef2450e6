using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>The class of a pixel, with SYNTHIA's ids.</summary>
internal enum StreetClass : byte
{
    Void = 0,
    Sky = 1,
    Building = 2,
    Road = 3,
    Sidewalk = 4,
    Fence = 5,
    Vegetation = 6,
    Pole = 7,
    Car = 8,
    Sign = 9,
    Pedestrian = 10,
    Bicycle = 11,
    LaneMarking = 12,
    TrafficLight = 15,
}
