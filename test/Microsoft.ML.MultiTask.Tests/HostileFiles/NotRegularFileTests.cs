using System.Diagnostics;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Pipes, which wait for a writer, and devices without an end, in the place of files: read as empty ones.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class NotRegularFileTests : IDisposable
{
    private readonly ReaderFixture _files = new();

    public void Dispose() => _files.Dispose();

    [TestMethod]
    [Timeout(30_000, CooperativeCancellation = true)]
    [DataRow("pipe")]
    [DataRow("device")]
    public void Read_NoRegularFile_IsRefusedByName(string kind)
    {
        var reader = new ImageFileReader();
        var multiTask = _files.MLContext.MultiTask();
        Refused("frame.png", path => reader.ReadFrame(path, new ImageSize(2, 2), new byte[12]));
        Refused("frame.jpg", path => reader.ReadFrame(path, new ImageSize(2, 2), new byte[12]));
        Refused("label.png", path => reader.ReadClasses(path, ClassLabelEncoding.Motion));
        Refused("depth.png", path => reader.ReadDepth(path, DepthLabelEncoding.Kitti, frameSize: new ImageSize(2, 2)));
        Refused("frames.csv", path => multiTask.Data.LoadFrameTable(path));
        Refused("model.zip", path => multiTask.Load(path, out _));
        Refused("weights.safetensors", path => Safetensors.Load(path));
        Refused("weights.pth", path => EncoderWeights.FromFile(path).Load());
        Assert.IsNull(ImageSize.Read(Make("frame.webp")));

        void Refused(string name, Action<string> read)
        {
            var path = Make(name);
            Assert.Contains(path, Assert.ThrowsExactly<InvalidDataException>(() => read(path)).Message);
        }

        string Make(string name)
        {
            var path = _files.FullPath(name);
            if (kind == "device")
                File.CreateSymbolicLink(path, "/dev/zero");
            else
                Process.Start("mkfifo", path).WaitForExit();
            return path;
        }
    }
}
