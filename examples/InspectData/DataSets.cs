using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>The data sets by their names on the command line.</summary>
internal static class DataSets
{
    /// <summary>Lists the rows of a data set: a folder, or the CSV file of a table. If it is something else, the exception lists what was
    /// found.</summary>
    internal delegate IDataView Reader(MultiTaskDataCatalog data, string root, ReadSettings settings);

    internal static IReadOnlyDictionary<string, Reader> ByName { get; } = new Dictionary<string, Reader>
    {
        ["synthia"] = LoadSynthia,
        ["kitti"] = (data, root, settings) => data.LoadKitti(root, new KittiOptions { Streams = settings.Streams, Split = settings.SplitOr(DataSplit.Train) }),
        ["cityscapes"] = (data, root, settings) =>
            data.LoadCityscapes(root, new CityscapesOptions { Streams = settings.Streams, Split = settings.SplitOr(DataSplit.Train) }),
        ["virtual-kitti2"] = (data, root, settings) =>
            data.LoadVirtualKitti2(root, new VirtualKitti2Options { Streams = settings.WithoutSplit("virtual-kitti2") }),
        ["camvid"] = (data, root, settings) => data.LoadCamVid(root, new CamVidOptions { Streams = settings.Streams, Split = settings.SplitOr(DataSplit.All) }),
        ["woodscape"] = (data, root, settings) =>
            data.LoadWoodScape(root, new WoodScapeOptions { Streams = settings.Streams, Split = settings.SplitOr(DataSplit.All) }),
        ["folders"] = LoadFolders,
        ["table"] = (data, root, settings) => data.LoadFrameTable(root,
            new FrameTableOptions { Streams = settings.Streams, Split = settings.Split, LabelEncodings = settings.Encodings }),
        ["streets"] = LoadStreets,
    };

    private static IDataView LoadSynthia(MultiTaskDataCatalog data, string root, ReadSettings settings) =>
        data.LoadSynthia(root, new SynthiaOptions { Streams = settings.Streams, Split = settings.SplitOr(DataSplit.All) });

    // The three usual labels are read anyway; others only if they have an encoding.
    private static IDataView LoadFolders(MultiTaskDataCatalog data, string root, ReadSettings settings) =>
        data.LoadFrameFolders(root, new FrameFolderOptions
        {
            Streams = settings.WithoutSplit("folders"),
            OtherLabels = settings.Encodings.Where(label => label.Key is not ("Segmentation" or "Depth" or "Motion")).ToDictionary(),
        });

    // Renders the streets if the folder does not exist.
    private static IDataView LoadStreets(MultiTaskDataCatalog data, string root, ReadSettings settings)
    {
        if (!Directory.Exists(root))
            data.GenerateStreets(root);
        return LoadSynthia(data, root, settings);
    }
}
