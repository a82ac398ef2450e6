using System.Text;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Tables, encodings, and the text files of data sets.</summary>
internal static class TextKinds
{
    internal static IEnumerable<HostileKind> All =>
    [
        new("table of frames", "frames.csv", Tables, path => ReadRows(new MLContext(1).MultiTask().Data.LoadFrameTable(path))),
        new("label encoding", "encoding.json", Encodings, ReadEncoding),
    ];

    private static byte[][] Tables() =>
    [
        .. new[]
        {
            "Frame0Path,Sequence,FrameIndex,SegmentationPath,DepthPath,Split\na/1.png,a,1,s/1.png,,train\na/2.png,a,2,,d/2.png,train\n\"a/3,.png\",a,3,,,val\n",
            "Frame0Path,Frame1Path,MotionPath,MotionEncoding\r\n2.png,1.png,m.png,\"{\"\"kind\"\":\"\"class\"\",\"\"classCount\"\":2}\"\r\n3.png,2.png,,\r\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static byte[][] Encodings() =>
    [
        .. ((LabelEncoding[])[ClassLabelEncoding.Motion, ClassLabelEncoding.AnyMotion, DepthLabelEncoding.CityscapesDisparity])
            .Select(encoding => Encoding.UTF8.GetBytes(encoding.ToJson())),
        "{\"kind\":\"class\",\"classCount\":2,\"classOfColor\":{\"7\":1,\"65793\":0},\"ignoredColors\":[0],\"otherClass\":0}"u8.ToArray(),
    ];

    private static void ReadRows(IDataView rows)
    {
        foreach (var column in rows.Schema.Where(column => column.Type is TextDataViewType))
            _ = rows.GetColumn<string>(column.Name).ToArray();
    }

    /// <summary>As the encoding of a row, which is where they come from outside.</summary>
    private static void ReadEncoding(string path)
    {
        var label = Path.ChangeExtension(path, ".png");
        if (!File.Exists(label))
            PngImage.Grey8(2, 2, [0, 1, 1, 0]).Write(label);
        try
        {
            new ImageFileReader().ReadClasses(label, ClassLabelEncoding.Motion, File.ReadAllText(path));
        }
        catch (InvalidDataException e) when (e.Message.StartsWith($"Label '{label}': ", StringComparison.Ordinal) && e.Message.Length < 2000)
        {
        }
    }
}
