namespace Microsoft.ML.MultiTask;

public sealed partial record ClassLabelEncoding
{
    private static readonly string[] s_cityscapesNames =
    [
        "road", "sidewalk", "building", "wall", "fence", "pole", "traffic light", "traffic sign", "vegetation", "terrain",
        "sky", "person", "rider", "car", "truck", "bus", "train", "motorcycle", "bicycle",
    ];

    private static readonly string[] s_synthiaNames =
    [
        "sky", "building", "road", "sidewalk", "fence", "vegetation", "pole", "car", "sign", "pedestrian",
        "bicycle", "lane marking", "traffic light",
    ];

    private static readonly (string Name, int Color)[] s_virtualKittiColors =
    [
        ("terrain", 0xD200C8), ("sky", 0x5AC8FF), ("tree", 0x00C700), ("vegetation", 0x5AF000), ("building", 0x8C8C8C),
        ("road", 0x643C64), ("guardrail", 0xFA64FF), ("traffic sign", 0xFFFF00), ("traffic light", 0xC8C800), ("pole", 0xFF8200),
        ("misc", 0x505050), ("truck", 0xA03C3C), ("car", 0xFF7F50), ("van", 0x008B8B),
    ];

    /// <summary>The 19 training classes of Cityscapes, as samples 0 to 18; 255 is ignored.</summary>
    public static ClassLabelEncoding Cityscapes { get; } = new(19) { ClassNames = s_cityscapesNames };

    /// <summary>The label ids of Cityscapes (and KITTI's semantics) as its 19 training classes; ids that are not used for training are
    /// ignored.</summary>
    /// <remarks>To keep all other ids as a 20th class, use <see cref="ClassMap.CityscapesWithVoid"/>.</remarks>
    public static ClassLabelEncoding CityscapesIds { get; } = new(19)
    {
        ClassNames = s_cityscapesNames,
        ClassOfValue = ((int[])[7, 8, 11, 12, 13, 17, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 31, 32, 33])
            .Index().ToDictionary(pair => pair.Item, pair => pair.Index),
        IgnoredValues = [],
        OtherClass = Ignore,
    };

    /// <summary>
    /// The 13 classes of SYNTHIA's video sequences: samples 1 to 12 and 15 become 0 to 12; void (0) and the reserved 13 and 14 are ignored.
    /// </summary>
    public static ClassLabelEncoding Synthia { get; } = new(13)
    {
        Channel = 0,
        ClassNames = s_synthiaNames,
        ClassOfValue = Enumerable.Range(1, 12).Append(15).Index().ToDictionary(pair => pair.Item, pair => pair.Index),
        IgnoredValues = [0, 13, 14],
    };

    /// <summary>The 14 classes of Virtual KITTI 2, by colour; undefined (black) is ignored.</summary>
    public static ClassLabelEncoding VirtualKitti2 { get; } = new(14)
    {
        ClassNames = [.. s_virtualKittiColors.Select(entry => entry.Name)],
        ClassOfColor = s_virtualKittiColors.Index().ToDictionary(pair => pair.Item.Color, pair => pair.Index),
        IgnoredColors = [0x000000],
    };

    /// <summary>The 11 classes of CamVid as published with SegNet, samples 0 to 10; 11, unlabelled, is ignored.</summary>
    public static ClassLabelEncoding CamVid { get; } = new(11)
    {
        ClassNames =
        [
            "sky", "building", "pole", "road", "pavement", "tree", "sign", "fence", "car", "pedestrian", "bicyclist",
        ],
        IgnoredValues = [11],
    };

    /// <summary>The 9 classes of WoodScape, samples 1 to 9; 0, void, is ignored.</summary>
    public static ClassLabelEncoding WoodScape { get; } = new(9)
    {
        ClassNames = ["road", "lanemarks", "curb", "person", "rider", "vehicles", "bicycle", "motorcycle", "traffic_sign"],
        ClassOfValue = Enumerable.Range(1, 9).ToDictionary(value => value, value => value - 1),
        IgnoredValues = [0],
    };

    /// <summary>Samples 0 static and 1 moving; 255 is ignored.</summary>
    public static ClassLabelEncoding Motion { get; } = new(2) { ClassNames = ["static", "moving"] };

    /// <summary>Motion masks that number the moving objects: 0 is static, every other sample moving. Used by KITTI's <c>obj_map</c> and
    /// WoodScape's motion labels.</summary>
    public static ClassLabelEncoding AnyMotion { get; } = Motion with
    {
        ClassOfValue = new Dictionary<int, int> { [0] = 0 },
        IgnoredValues = [],
        OtherClass = 1,
    };

    /// <summary>Motion masks of Vertens et al., "SMSnet", IROS 2017: 0 void, which is ignored, 1 static, 2 moving.</summary>
    public static ClassLabelEncoding SmsnetMotion { get; } = Motion with
    {
        ClassOfValue = new Dictionary<int, int> { [1] = 0, [2] = 1 },
        IgnoredValues = [0],
    };
}
