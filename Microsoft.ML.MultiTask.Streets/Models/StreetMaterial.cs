using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>The material of a face: decides its texture and class.</summary>
internal enum StreetMaterial : byte
{
    CarBody,
    CarGlass,
    Wheel,
    Facade,
    Roof,
    Bark,
    Foliage,
    Hedge,
    Hill,
    Metal,
    SignPlate,
    SignBack,
    TrafficLightBox,
    Fence,
    Skin,
    Hair,
    Jacket,
    Trousers,
    Bicycle,
    Helmet,

    /// <summary>Soles, tyres of bicycles, saddles.</summary>
    Rubber,
}
