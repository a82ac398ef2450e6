using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>The data sets that can be named on the command line.</summary>
internal static class DataSets
{
    /// <summary>Lists the rows of a data set, a folder or for tables a CSV file; one that is something else is told by an exception, with
    /// what is there.</summary>
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

    // Streets that are not there yet are rendered first.
    private static IDataView LoadStreets(MultiTaskDataCatalog data, string root, int streams)
    {
        if (!Directory.Exists(root))
            data.GenerateStreets(root);
        return data.LoadSynthia(root, new SynthiaOptions { Streams = streams });
    }
}
