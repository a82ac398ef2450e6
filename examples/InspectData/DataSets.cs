using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>The data sets by their names on the command line.</summary>
internal static class DataSets
{
    /// <summary>Lists the rows of a data set: a folder, or the CSV file of a table. If it is something else, the exception lists what was
    /// found.</summary>
    internal delegate IDataView Reader(MultiTaskDataCatalog data, string root, int streams);

    internal static IReadOnlyDictionary<string, Reader> ByName { get; } = new Dictionary<string, Reader>
    {
        ["synthia"] = (data, root, streams) => data.LoadSynthia(root, new SynthiaOptions { Streams = streams }),
        ["kitti"] = (data, root, streams) => data.LoadKitti(root, new KittiOptions { Streams = streams }),
        ["cityscapes"] = (data, root, streams) => data.LoadCityscapes(root, new CityscapesOptions { Streams = streams }),
        ["virtual-kitti2"] = (data, root, streams) => data.LoadVirtualKitti2(root, new VirtualKitti2Options { Streams = streams }),
        ["camvid"] = (data, root, streams) => data.LoadCamVid(root, new CamVidOptions { Streams = streams }),
        ["woodscape"] = (data, root, streams) => data.LoadWoodScape(root, new WoodScapeOptions { Streams = streams }),
        ["folders"] = (data, root, streams) => data.LoadFrameFolders(root, new FrameFolderOptions { Streams = streams }),
        ["table"] = (data, root, streams) => data.LoadFrameTable(root, new FrameTableOptions { Streams = streams }),
        ["streets"] = LoadStreets,
    };

    // Renders the streets if the folder does not exist.
    private static IDataView LoadStreets(MultiTaskDataCatalog data, string root, int streams)
    {
        if (!Directory.Exists(root))
            data.GenerateStreets(root);
        return data.LoadSynthia(root, new SynthiaOptions { Streams = streams });
    }
}
