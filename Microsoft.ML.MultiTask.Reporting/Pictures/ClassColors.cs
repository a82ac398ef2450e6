namespace Microsoft.ML.MultiTask.Reporting.Pictures;

/// <summary>A colour per class: the Cityscapes colour if the class has a name of that data set, otherwise a generated one.</summary>
internal static class ClassColors
{
    /// <summary>The golden angle: multiples of it never come close to an earlier hue.</summary>
    private const double GoldenAngleDegrees = 137.50776;

    private static readonly double[] s_lightnesses = [0.62, 0.78, 0.48];

    /// <summary>The Cityscapes palette, by name in lower case without spaces and punctuation.</summary>
    private static readonly Dictionary<string, RgbColor> s_known = new()
    {
        ["void"] = new(0, 0, 0),
        ["road"] = new(128, 64, 128),
        ["sidewalk"] = new(244, 35, 232),
        ["pavement"] = new(244, 35, 232),
        ["building"] = new(70, 70, 70),
        ["wall"] = new(102, 102, 156),
        ["fence"] = new(190, 153, 153),
        ["pole"] = new(153, 153, 153),
        ["trafficlight"] = new(250, 170, 30),
        ["trafficsign"] = new(220, 220, 0),
        ["sign"] = new(220, 220, 0),
        ["vegetation"] = new(107, 142, 35),
        ["tree"] = new(107, 142, 35),
        ["terrain"] = new(152, 251, 152),
        ["sky"] = new(70, 130, 180),
        ["person"] = new(220, 20, 60),
        ["pedestrian"] = new(220, 20, 60),
        ["rider"] = new(255, 0, 0),
        ["car"] = new(0, 0, 142),
        ["truck"] = new(0, 0, 70),
        ["bus"] = new(0, 60, 100),
        ["train"] = new(0, 80, 100),
        ["motorcycle"] = new(0, 0, 230),
        ["bicycle"] = new(119, 11, 32),
        ["cyclist"] = new(119, 11, 32),
        ["lanemarking"] = new(250, 250, 250),
    };

    /// <param name="count">Number of classes.</param>
    /// <param name="names">The classes' names, empty or shorter than <paramref name="count"/> if unknown.</param>
    public static RgbColor[] Of(int count, IReadOnlyList<string> names) =>
        [.. Enumerable.Range(0, count).Select(i =>
            i < names.Count && s_known.TryGetValue(Key(names[i]), out var known) ? known : Generate(i))];

    private static RgbColor Generate(int index) =>
        new OkLch(s_lightnesses[index % s_lightnesses.Length], 0.13, 30 + index * GoldenAngleDegrees).ToRgb();

    private static string Key(string name) => string.Concat(name.Where(char.IsLetter)).ToLowerInvariant();
}
