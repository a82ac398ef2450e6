using System.IO.Compression;

namespace Microsoft.ML.Tests;

/// <summary>Where the subset is stricter than the package: changed model files are told, and saving never leaves half a file.</summary>
[TestClass]
public sealed class DamagedModelTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    [TestMethod]
    public void ChangedByteOfContent_IsTold_OrChangesNothing()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(_mlContext.Transforms.CopyColumns("A", "Id").Fit(_data), _data.Schema, stream);
        var file = stream.ToArray();
        (int told, int harmless) = (0, 0);
        foreach (int i in ContentOffsets(file))
        {
            var changed = (byte[])file.Clone();
            changed[i] = (byte)~changed[i];
            if (Load(changed) is not { } loaded) told++;
            else if (loaded.GetOutputSchema(_data.Schema).Columns() == "Id,Group,X,K,V,Name,A") harmless++;   // in the padding after compressed content
        }

        Assert.AreEqual(ContentOffsets(file).Count(), told + harmless);
        Assert.IsLessThan(10, harmless);
    }

    [TestMethod]
    public void ChangedEntry_IsNamed()
    {
        using var stream = new MemoryStream();
        _mlContext.Model.Save(_mlContext.Transforms.CopyColumns("A", "Id").Fit(_data), _data.Schema, stream);
        var file = stream.ToArray();
        file[ContentOffsets(file).First() + 5] ^= 0x10;

        var e = Assert.ThrowsExactly<InvalidDataException>(() => _mlContext.Model.Load(new MemoryStream(file), out _));
        Assert.Contains("TransformerChain/Model.key", e.Message);
    }

    [TestMethod]
    public void ModelOfThePackage_IsTold()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("TransformerChain/Model.key").Open())
            entry.Write("ML\0MODEL and what follows it"u8);
        stream.Position = 0;

        var e = Assert.ThrowsExactly<FormatException>(() => _mlContext.Model.Load(stream, out _));
        Assert.Contains("not written by this implementation", e.Message);
    }

    [TestMethod]
    public void FailedSave_LeavesTheFileThatWasThere_AndNothingElse()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("model.zip"), "old");
        var unsaveable = _mlContext.Transforms.CustomMapping<NumberedRow, NumberedRow>((_, _) => { }, contractName: null).Fit(_data);

        Assert.ThrowsExactly<InvalidOperationException>(() => _mlContext.Model.Save(unsaveable, _data.Schema, folder.File("model.zip")));
        Assert.AreEqual("old", File.ReadAllText(folder.File("model.zip")));
        Assert.HasCount(1, Directory.GetFiles(folder.FullName));
    }

    // The model, or null where the file is told to be damaged.
    private ITransformer? Load(byte[] file)
    {
        try
        {
            return _mlContext.Model.Load(new MemoryStream(file), out _);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Where the entries' contents are in a zip file: after each local header, its name and extra field.
    private static IEnumerable<int> ContentOffsets(byte[] zip)
    {
        for (int header = 0; BitConverter.ToUInt32(zip, header) == 0x04034B50;)
        {
            int start = header + 30 + BitConverter.ToUInt16(zip, header + 26) + BitConverter.ToUInt16(zip, header + 28);
            int length = BitConverter.ToInt32(zip, header + 18);
            for (int i = start; i < start + length; i++) yield return i;
            header = start + length;
        }
    }
}
