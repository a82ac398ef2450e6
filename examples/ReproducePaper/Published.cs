/// <summary>The published values of the paper's tables 3 and 4.</summary>
/// <remarks>
/// In percent: pixel accuracy for segmentation and motion, and for depth a "regression accuracy" that the paper does not define. Table 4
/// repeats rows of table 3 and adds uncertainty and DWA.
/// </remarks>
internal static class Published
{
    private static readonly Dictionary<(PaperDataSet Data, string Method), double[]> s_lines = new()
    {
        [(PaperDataSet.Kitti, "Segmentation, 1-task")] = [81.74],
        [(PaperDataSet.Kitti, "Depth, 1-task")] = [75.91],
        [(PaperDataSet.Kitti, "Motion, 1-task")] = [98.49],
        [(PaperDataSet.Kitti, "Segmentation + Depth, Equal weights")] = [74.30, 74.47],
        [(PaperDataSet.Kitti, "Segmentation + Depth, GLS")] = [81.50, 74.92],
        [(PaperDataSet.Kitti, "Segmentation + Depth, MultiNet++")] = [81.01, 73.95],
        [(PaperDataSet.Kitti, "Segmentation + Motion, Equal weights")] = [80.14, 97.88],
        [(PaperDataSet.Kitti, "Segmentation + Motion, GLS")] = [81.52, 97.93],
        [(PaperDataSet.Kitti, "Segmentation + Motion, MultiNet++")] = [81.75, 98.15],
        [(PaperDataSet.Kitti, "Segmentation + Depth + Motion, Equal weights")] = [77.14, 76.15, 97.83],
        [(PaperDataSet.Kitti, "Segmentation + Depth + Motion, Uncertainty")] = [78.93, 75.73, 98.00],
        [(PaperDataSet.Kitti, "Segmentation + Depth + Motion, DWA")] = [80.05, 74.48, 97.78],
        [(PaperDataSet.Kitti, "Segmentation + Depth + Motion, GLS")] = [82.20, 76.54, 97.92],
        [(PaperDataSet.Kitti, "Segmentation + Depth + Motion, MultiNet++")] = [80.06, 73.94, 97.94],

        [(PaperDataSet.Cityscapes, "Segmentation, 1-task")] = [78.95],
        [(PaperDataSet.Cityscapes, "Depth, 1-task")] = [60.13],
        [(PaperDataSet.Cityscapes, "Motion, 1-task")] = [98.72],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth, Equal weights")] = [73.76, 59.38],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth, GLS")] = [79.14, 60.15],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth, MultiNet++")] = [83.07, 60.15],
        [(PaperDataSet.Cityscapes, "Segmentation + Motion, Equal weights")] = [78.46, 98.25],
        [(PaperDataSet.Cityscapes, "Segmentation + Motion, GLS")] = [77.63, 98.83],
        [(PaperDataSet.Cityscapes, "Segmentation + Motion, MultiNet++")] = [78.86, 98.65],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth + Motion, Equal weights")] = [72.71, 60.97, 98.20],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth + Motion, Uncertainty")] = [77.32, 60.44, 98.63],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth + Motion, DWA")] = [78.05, 59.34, 98.45],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth + Motion, GLS")] = [77.38, 61.56, 98.72],
        [(PaperDataSet.Cityscapes, "Segmentation + Depth + Motion, MultiNet++")] = [82.36, 62.74, 98.21],

        [(PaperDataSet.Synthia, "Segmentation, 1-task")] = [84.08],
        [(PaperDataSet.Synthia, "Depth, 1-task")] = [73.19],
        [(PaperDataSet.Synthia, "Segmentation + Depth, Equal weights")] = [63.45, 71.84],
        [(PaperDataSet.Synthia, "Segmentation + Depth, GLS")] = [86.87, 73.60],
        [(PaperDataSet.Synthia, "Segmentation + Depth, MultiNet++")] = [88.15, 78.39],
    };

    /// <summary>The published value of a method's task; null if the paper has none.</summary>
    internal static double? Percent(PaperDataSet data, Method method, string task) =>
        s_lines.TryGetValue((data, method.Name), out var percents) && Array.IndexOf([.. method.Tasks], task) is >= 0 and var index
            ? percents[index]
            : null;

    /// <summary>The data sets whose published values are listed beside those measured on a data set: its own, or all for streets.</summary>
    internal static IReadOnlyList<PaperDataSet> Beside(PaperDataSet data) =>
        data == PaperDataSet.Streets ? [PaperDataSet.Kitti, PaperDataSet.Cityscapes, PaperDataSet.Synthia] : [data];

    /// <summary>The name of the data set.</summary>
    internal static string NameOf(PaperDataSet data) => data switch
    {
        PaperDataSet.Synthia => "SYNTHIA",
        PaperDataSet.Kitti => "KITTI",
        PaperDataSet.Cityscapes => "Cityscapes",
        _ => "streets",
    };
}
