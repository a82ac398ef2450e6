namespace Microsoft.ML.MultiTask;

/// <summary>Maps the classes of a data set to other classes by name, so that data sets can share a task, or to merge classes.</summary>
/// <remarks>
/// Names are case-insensitive. A class listed in <see cref="ClassOf"/> becomes the class given there; a class whose name is in
/// <paramref name="Names"/> keeps it; every other class becomes unlabelled.
/// </remarks>
/// <param name="Names">The names of the new classes, in order; 1 to 255 distinct names.</param>
public sealed record ClassMap(IReadOnlyList<string> Names)
{
    /// <summary>The 19 training classes of Cityscapes, from those of SYNTHIA, Virtual KITTI 2, CamVid and WoodScape.</summary>
    /// <remarks>Lane markings become road; vans, SUVs and WoodScape's vehicles become car; trees vegetation; CamVid's bicyclists rider.</remarks>
    public static ClassMap Cityscapes { get; } = new(ClassLabelEncoding.Cityscapes.ClassNames!)
    {
        ClassOf = new Dictionary<string, string>
        {
            ["lane marking"] = "road", ["pavement"] = "sidewalk", ["sign"] = "traffic sign", ["tree"] = "vegetation",
            ["pedestrian"] = "person", ["bicyclist"] = "rider", ["van"] = "car",
            ["LaneMkgsDriv"] = "road", ["LaneMkgsNonDriv"] = "road", ["Column_Pole"] = "pole", ["SignSymbol"] = "traffic sign",
            ["TrafficLight"] = "traffic light", ["VegetationMisc"] = "vegetation", ["Child"] = "person", ["SUVPickupTruck"] = "car",
            ["Truck_Bus"] = "truck", ["MotorcycleScooter"] = "motorcycle",
            ["lanemarks"] = "road", ["traffic_sign"] = "traffic sign", ["vehicles"] = "car",
        },
    };

    /// <summary>20 classes: those of Cityscapes, and "void" for everything else.</summary>
    public static ClassMap CityscapesWithVoid { get; } = Cityscapes with
    {
        Names = [.. Cityscapes.Names, "void"],
        Unlabelled = "void",
    };

    /// <summary>The 13 classes of SYNTHIA, from those of Cityscapes, Virtual KITTI 2, CamVid and WoodScape.</summary>
    /// <remarks>Riders become bicycle, as in SYNTHIA; terrain and trees vegetation; vans, SUVs and WoodScape's vehicles car. Walls,
    /// trucks, buses, trains and motorcycles, which SYNTHIA does not have, become unlabelled.</remarks>
    public static ClassMap Synthia { get; } = new(ClassLabelEncoding.Synthia.ClassNames!)
    {
        ClassOf = new Dictionary<string, string>
        {
            ["traffic sign"] = "sign", ["terrain"] = "vegetation", ["tree"] = "vegetation", ["person"] = "pedestrian",
            ["rider"] = "bicycle", ["bicyclist"] = "bicycle", ["pavement"] = "sidewalk", ["van"] = "car",
            ["LaneMkgsDriv"] = "lane marking", ["LaneMkgsNonDriv"] = "lane marking", ["Column_Pole"] = "pole", ["SignSymbol"] = "sign",
            ["TrafficLight"] = "traffic light", ["VegetationMisc"] = "vegetation", ["Child"] = "pedestrian", ["SUVPickupTruck"] = "car",
            ["lanemarks"] = "lane marking", ["traffic_sign"] = "sign", ["vehicles"] = "car",
        },
    };

    /// <summary>The new name of each class that has another name in the data set.</summary>
    /// <value>Values are in <see cref="Names"/>. Default empty.</value>
    public IReadOnlyDictionary<string, string> ClassOf { get; init; } = new Dictionary<string, string>();

    /// <summary>The class of unlabelled pixels; null leaves them unlabelled.</summary>
    /// <value>In <see cref="Names"/>, or null. Default null.</value>
    public string? Unlabelled { get; init; }

    /// <summary>The new class of a name; null for unlabelled.</summary>
    internal int? IndexOf(string name)
    {
        var named = ClassOf.Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return Position(named.Select(pair => pair.Value).FirstOrDefault(name));
    }

    /// <summary>The class of unlabelled pixels, or <see cref="ClassLabelEncoding.Ignore"/>.</summary>
    internal int UnlabelledIndex => Position(Unlabelled) ?? ClassLabelEncoding.Ignore;

    /// <summary>Throws <see cref="ArgumentException"/> naming the property that is out of range.</summary>
    internal void Validate()
    {
        if (Names.Count is < 1 or > 255 || Names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Names.Count)
            throw new ArgumentException($"'Names' must be 1 to 255 distinct names, but was {string.Join(", ", Names)}.", nameof(Names));
        foreach (var name in ClassOf.Values.Append(Unlabelled ?? Names[0]))
        {
            if (Position(name) is null)
                throw new ArgumentException(
                    $"'ClassOf' and 'Unlabelled' must name one of {string.Join(", ", Names)}, but name '{name}'.", nameof(ClassOf));
        }
    }

    private int? Position(string? name) => Names.Index()
        .Where(pair => pair.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => (int?)pair.Index).FirstOrDefault();
}
