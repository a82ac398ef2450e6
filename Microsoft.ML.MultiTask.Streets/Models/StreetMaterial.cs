using Microsoft.ML.MultiTask.Streets.Rendering;

namespace Microsoft.ML.MultiTask.Streets.Models;

/// <summary>What a face is made of: decides its texture and its class.</summary>
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
