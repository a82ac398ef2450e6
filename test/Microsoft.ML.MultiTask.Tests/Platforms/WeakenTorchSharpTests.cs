using Microsoft.ML.MultiTask.Build;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>The build task marks a version weak only where nothing uses it.</summary>
[TestClass]
public sealed class WeakenTorchSharpTests
{
    [TestMethod]
    public void Library_WhoseMarkerAloneNeedsTheVersion_IsCopiedWithOneBitMore()
    {
        var original = new ElfFile().Write(out var flags);
        var (copy, warnings) = Run(original);
        Assert.IsEmpty(warnings);
        var expected = original.ToArray();
        expected[flags] = 2;
        Assert.AreSequenceEqual(expected, copy);
    }

    [TestMethod]
    public void Library_WithoutTheVersion_IsLeftAlone()
    {
        var (copy, warnings) = Run(new ElfFile { Versions = ["GLIBCXX_3.4", "GLIBCXX_3.4.30"] }.Write(out _));
        Assert.IsNull(copy);
        Assert.IsEmpty(warnings);
    }

    [TestMethod]
    public void Library_WhoseCodeUsesTheVersion_IsLeftAloneWithAWarning()
    {
        var file = new ElfFile();
        AssertRefused(file with { Symbols = [.. file.Symbols, ("_ZNew", 3)] }, "found _ZSt21ios_base_library_initv, _ZNew");
        AssertRefused(file with { Symbols = [.. file.Symbols, ("_ZHidden", 0x8003)] }, "_ZHidden");
        AssertRefused(file with { Symbols = [("_ZSt4cout", 2), ("_ZNew", 3)] }, "found _ZNew");
        AssertRefused(file with { Symbols = [("_ZSt4cout", 2)] }, "found no symbol");
        AssertRefused(file with { Relocated = [0, 1, 1] }, "expected no relocation of _ZSt21ios_base_library_initv, found 2");
    }

    [TestMethod]
    public void Library_ThatEndsEarly_IsLeftAloneWithAWarning()
    {
        var whole = new ElfFile().Write(out _);
        using var folder = new TemporaryFolder();
        for (var length = 0; length < whole.Length - 20; length++)      // of the last section header, the last 20 bytes are not read
        {
            var (copy, warnings) = Run(folder, whole[..length]);
            Assert.IsNull(copy, $"{length} bytes");
            Assert.HasCount(1, warnings, $"{length} bytes");
        }
    }

    [TestMethod]
    [DataRow(4, 1, "expected a 64-bit little-endian ELF file for x86-64", DisplayName = "32 bits")]
    [DataRow(18, 183, "expected a 64-bit little-endian ELF file for x86-64", DisplayName = "arm64")]
    [DataRow(58, 40, "expected section headers of 64 bytes, found 40", DisplayName = "section headers of another size")]
    [DataRow(60, 1, "expected one section of type 0x6ffffffe, found 0", DisplayName = "no sections")]
    public void File_OfAnotherKind_IsLeftAloneWithAWarning(int at, int value, string message)
    {
        var file = new ElfFile().Write(out _);
        file[at] = (byte)value;
        var (copy, warnings) = Run(file);
        Assert.IsNull(copy);
        Assert.Contains(message, warnings.Single());
    }

    [TestMethod]
    public void Copy_OfAnEarlierLibrary_IsRemovedWhereNoneMayBeMade()
    {
        using var folder = new TemporaryFolder();
        var destination = Path.Combine(folder.Path, "copy.so");
        File.WriteAllText(destination, "earlier");
        Run(folder, new ElfFile { Relocated = [1] }.Write(out _));
        Assert.IsFalse(File.Exists(destination));
    }

    private static void AssertRefused(ElfFile file, string reason)
    {
        var (copy, warnings) = Run(file.Write(out _));
        Assert.IsNull(copy);
        Assert.Contains(reason, warnings.Single());
    }

    private static (byte[]? Copy, string[] Warnings) Run(byte[] library)
    {
        using var folder = new TemporaryFolder();
        return Run(folder, library);
    }

    private static (byte[]? Copy, string[] Warnings) Run(TemporaryFolder folder, byte[] library)
    {
        string source = Path.Combine(folder.Path, "library.so"), destination = Path.Combine(folder.Path, "copy.so");
        File.WriteAllBytes(source, library);
        var task = new WeakenTorchSharp { Source = source, Destination = destination };
        Assert.IsTrue(task.Execute());
        Assert.AreSequenceEqual(library, File.ReadAllBytes(source));
        Assert.IsTrue(task.Log.Warnings.TrueForAll(warning => warning.Code == "MULTITASK001"));
        return (File.Exists(destination) ? File.ReadAllBytes(destination) : null, [.. task.Log.Warnings.Select(warning => warning.Message)]);
    }
}
