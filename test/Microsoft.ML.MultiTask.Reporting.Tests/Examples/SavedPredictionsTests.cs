namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The predictions that ReproducePaper saves for its pictures.</summary>
[TestClass]
public sealed class SavedPredictionsTests
{
    [TestMethod]
    public void Read_WhatWasWritten_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "run.gz");
        SavedPredictions.Write(path, new Dictionary<string, Array[]>
        {
            ["Segmentation"] = [new byte[] { 0, 12, 255 }, new byte[] { 3 }],
            ["Depth"] = [new[] { 1.5f, float.NaN }],
        });

        var read = SavedPredictions.Read(path);

        Assert.AreSequenceEqual(new byte[] { 0, 12, 255 }, (byte[])read["Segmentation"][0]);
        Assert.AreSequenceEqual(new byte[] { 3 }, (byte[])read["Segmentation"][1]);
        Assert.AreSequenceEqual(new[] { 1.5f, float.NaN }, (float[])read["Depth"][0]);
        Assert.IsFalse(File.Exists(path + ".tmp"));
    }

    [TestMethod]
    public void Read_NoFile_IsEmpty() => Assert.IsEmpty(SavedPredictions.Read("no such file"));
}
