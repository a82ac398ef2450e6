namespace Microsoft.ML.MultiTask;

/// <summary>Turns the classes of a data set into other classes, by their names: so that data sets share a task, or to have fewer
/// classes.</summary>
/// <remarks>
/// Upper and lower case are the same. A class that <see cref="ClassOf"/> names becomes what it says; another keeps its name where
/// <paramref name="Names"/> has it; every other counts as unlabelled, like pixels without a label.
/// </remarks>
/// <param name="Names">The names of the new classes, in order, each once. 1 to 255.</param>
public sealed record ClassMap(IReadOnlyList<string> Names)
{
    /// <summary>To the 19 training classes of Cityscapes, from the classes of SYNTHIA, Virtual KITTI 2, CamVid and
    /// WoodScape.</summary>
    /// <remarks>Lane markings are road, vans, SUVs and WoodScape's vehicles cars, trees vegetation, CamVid's bicyclists riders.</remarks>
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

    /// <summary>To 20 classes: those of Cityscapes, and "void" for everything else.</summary>
    public static ClassMap CityscapesWithVoid { get; } = Cityscapes with
    {
        Names = [.. Cityscapes.Names, "void"],
        Unlabelled = "void",
    };

    /// <summary>To the 13 classes of SYNTHIA, from those of Cityscapes, Virtual KITTI 2, CamVid and WoodScape.</summary>
    /// <remarks>Riders are bicycles, as in SYNTHIA; terrain and trees are vegetation, vans, SUVs and WoodScape's vehicles cars. Walls,
    /// trucks, buses, trains and motorcycles, which SYNTHIA's classes lack, count as unlabelled.</remarks>
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

    /// <summary>The new name of classes that are called something else in the data set.</summary>
    /// <value>Values are in <see cref="Names"/>. Default empty.</value>
    public IReadOnlyDictionary<string, string> ClassOf { get; init; } = new Dictionary<string, string>();

    /// <summary>The class of everything unlabelled; null leaves it unlabelled.</summary>
    /// <value>In <see cref="Names"/>, or null. Default null.</value>
    public string? Unlabelled { get; init; }

    /// <summary>The new class of a name; null when it counts as unlabelled.</summary>
    internal int? IndexOf(string name)
    {
        var named = ClassOf.Where(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        return Position(named.Select(pair => pair.Value).FirstOrDefault(name));
    }

    /// <summary>The class of pixels without a label; <see cref="ClassLabelEncoding.Ignore"/> when they have none.</summary>
    internal int UnlabelledIndex => Position(Unlabelled) ?? ClassLabelEncoding.Ignore;

    /// <summary>Throws <see cref="ArgumentException"/> naming the property that is out of range.</summary>
    internal void Validate()
    {
        if (Names.Count is < 1 or > 255 || Names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != Names.Count)
            throw new ArgumentException($"'Names' must be 1 to 255 different names, but was {string.Join(", ", Names)}.", nameof(Names));
        foreach (var name in ClassOf.Values.Append(Unlabelled ?? Names[0]))
        {
            if (Position(name) is null)
                throw new ArgumentException(
                    $"'ClassOf' and 'Unlabelled' must lead to one of {string.Join(", ", Names)}, but lead to '{name}'.", nameof(ClassOf));
        }
    }

    private int? Position(string? name)
    {
        for (var i = 0; name is not null && i < Names.Count; i++)
        {
            if (Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return null;
    }
}
