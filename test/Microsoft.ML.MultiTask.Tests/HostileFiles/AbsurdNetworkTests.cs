using System.Text;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Model files whose settings and history are not those of a network, under checksums that are right.</summary>
[TestClass]
public sealed class AbsurdNetworkTests
{
    [TestMethod]
    [DataRow("\"Streams\":2", "\"Streams\":0", "'settings.json' describes no network: 0 streams in 2 columns of 32 x 64")]
    [DataRow("\"Streams\":2", "\"Streams\":2000000000", "describes no network: 2000000000 streams")]
    [DataRow("\"Height\":32", "\"Height\":-1", "describes no network")]
    [DataRow("\"Mean\":[0.485,", "\"Mean\":[", "describes no network")]
    [DataRow("\"FrameColumnNames\":[\"Frame0\",\"Frame1\"]", "\"FrameColumnNames\":null", "'settings.json' cannot be read")]
    [DataRow("\"Tasks\":[", "\"Tasks\":[null,", "'settings.json' cannot be read")]
    [DataRow("u0022classCount\\u0022:3", "u0022classCount\\u0022:2000000000", "")]
    [DataRow("\"Encoder\":\"ResNet18\"", "\"Encoder\":77", "must be a name")]
    [DataRow("\"Encoder\":\"ResNet18\"", "\"Encoder\":\"Unknown\"", "Encoder 'Unknown' is not known in this process")]
    [DataRow("\"Decoders\":[]", "\"Decoders\":[\"Fcn8\"]", "describes no network")]
    [DataRow("\"Decoders\":[]", "\"Decoders\":[null]", "'settings.json' cannot be read")]
    [DataRow("{\"Settings\"", "[", "'settings.json' cannot be read")]
    public void Load_Settings_AreRefused(string from, string to, string expected)
    {
        var settings = Encoding.UTF8.GetString(SavedStreams.Network["settings.json"]);
        Assert.Contains(from, settings);
        Refused("settings.json", settings.Replace(from, to, StringComparison.Ordinal), expected);
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("{\"epochs\":[{\"epoch\":\"first\"}]}")]
    [DataRow("")]
    public void Load_History_IsRefused(string history) => Refused("history.json", history, "'history.json' cannot be read");

    private static void Refused(string part, string content, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.zip");
        var streams = new Dictionary<string, byte[]>(SavedStreams.Network) { [part] = Encoding.UTF8.GetBytes(content) };
        File.WriteAllBytes(path, SavedStreams.Zip("MTMNETPP", typeof(MultiTaskTransformer), streams));

        var e = Assert.ThrowsExactly<InvalidDataException>(() => new MLContext(1).MultiTask().Load(path, out _));

        Assert.Contains(path, e.Message);
        Assert.Contains(expected, e.Message);
        Assert.DoesNotContain("\n", e.Message);
    }
}
