// An MSBuild inline task: the build compiles this file, see Microsoft.ML.MultiTask.targets. Written against netstandard2.0.
#nullable disable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Build.Framework;

namespace Microsoft.ML.MultiTask.Build;

/// <summary>Copies TorchSharp's libLibTorchSharp.so with its need for GLIBCXX_3.4.32 marked weak, if nothing in it uses that version.</summary>
/// <remarks>
/// GCC 13's headers reference the marker symbol _ZSt21ios_base_library_initv, which has that version and is never called. glibc refuses
/// a library whose needed version is missing unless the need has the flag VER_FLG_WEAK. Where anything else needs the version, a warning
/// says so and no copy is made. docs/platforms.md has the reasons.
/// </remarks>
public sealed class WeakenTorchSharp : Microsoft.Build.Utilities.Task
{
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string Marker = "_ZSt21ios_base_library_initv";
    private const byte WeakFlag = 0x2;                                  // VER_FLG_WEAK

    /// <summary>The library in the package cache; only read.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>Where the copy goes; afterwards there is no file there if no copy is needed or none may be made.</summary>
    [Required]
    public string Destination { get; set; } = "";

    public override bool Execute()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        File.Delete(Destination);
        byte[] library = File.ReadAllBytes(Source);
        try
        {
            var elf = new ElfLibrary(library);
            var need = elf.VersionNeeds().Find(n => n.Name == NeededVersion);
            if (need.Name == null)
                return true;
            string obstacle = Obstacle(elf, need.Index);
            if (obstacle == null)
                WriteCopy(library, need.FlagsOffset);
            else
                Warn(obstacle);
        }
        catch (InvalidDataException e)
        {
            Warn(e.Message);
        }
        return true;
    }

    /// <summary>What speaks against marking the version weak, or null.</summary>
    private static string Obstacle(ElfLibrary elf, int version)
    {
        var symbols = elf.SymbolsWithVersion(version);
        if (symbols.Count != 1 || symbols[0].Name != Marker)
            return $"expected only {Marker} to need {NeededVersion}, found "
                + (symbols.Count == 0 ? "no symbol" : string.Join(", ", symbols.Select(s => s.Name)));
        int relocations = elf.RelocationsOf(symbols[0].Index);
        return relocations == 0 ? null : $"expected no relocation of {Marker}, found {relocations}";
    }

    // Moved into place as a whole: a build that is interrupted leaves no half of a library.
    private void WriteCopy(byte[] library, int flagsOffset)
    {
        library[flagsOffset] |= WeakFlag;
        string temporary = Destination + ".tmp";
        File.WriteAllBytes(temporary, library);
        File.Move(temporary, Destination);
    }

    private void Warn(string found) => Log.LogWarning(
        null, "MULTITASK001", null, Source, 0, 0, 0, 0,
        "The library is used as it is, and does not load where libstdc++ is older than GCC 13's: " + found + ".");
}

/// <summary>The parts of a 64-bit little-endian x86-64 ELF file that say which symbol versions it needs. Every read is checked.</summary>
internal sealed class ElfLibrary
{
    private const int SectionHeaderSize = 64, SymbolSize = 24;
    private const uint RelocationsWithAddend = 4, Relocations = 9, DynamicSymbols = 11;                     // sh_type
    private const uint VersionNeed = 0x6ffffffe, SymbolVersions = 0x6fffffff;

    private readonly byte[] _file;
    private readonly List<Section> _sections = new List<Section>();

    public ElfLibrary(byte[] file)
    {
        _file = file;
        if (Read(0, 4) != 0x464c457f || Read(4, 1) != 2 || Read(5, 1) != 1 || Read(18, 2) != 62)
            throw new InvalidDataException("expected a 64-bit little-endian ELF file for x86-64");
        long headers = Read(40, 8);                                     // e_shoff
        if (Read(58, 2) != SectionHeaderSize)
            throw new InvalidDataException($"expected section headers of {SectionHeaderSize} bytes, found {Read(58, 2)}");
        for (int i = 0; i < Read(60, 2); i++)                           // e_shnum
        {
            long at = headers + i * SectionHeaderSize;
            var section = new Section { Index = i, Type = (uint)Read(at + 4, 4), Offset = Read(at + 24, 8) };
            (section.Size, section.Link) = (Read(at + 32, 8), (int)Read(at + 40, 4));
            _sections.Add(section);
        }
    }

    /// <summary>Every version that the file needs of another library.</summary>
    public List<(string Name, int Index, int FlagsOffset)> VersionNeeds()
    {
        var section = Single(VersionNeed);
        long strings = StringsOf(section), need = section.Offset, step;
        var entries = new List<(string, int, int)>();
        do
        {
            long entry = need + Read(need + 8, 4);                      // vn_aux
            for (long left = Read(need + 2, 2); left > 0; left--)       // vn_cnt
            {
                entries.Add((Text(strings + Read(entry + 8, 4)), (int)Read(entry + 6, 2), (int)(entry + 4)));
                entry += Read(entry + 12, 4);                           // vna_next
            }
            step = Read(need + 12, 4);                                  // vn_next; offsets only grow, so this ends
            need += step;
        }
        while (step != 0);
        return entries;
    }

    /// <summary>The dynamic symbols that need the version with that index.</summary>
    public List<(string Name, int Index)> SymbolsWithVersion(int version)
    {
        var (symbols, versions) = (Single(DynamicSymbols), Single(SymbolVersions));
        long strings = StringsOf(symbols);
        return Enumerable.Range(0, (int)(symbols.Size / SymbolSize))
            .Where(i => (Read(versions.Offset + 2 * i, 2) & 0x7fff) == version)     // bit 15 hides a symbol, the rest is the index
            .Select(i => (Text(strings + Read(symbols.Offset + SymbolSize * i, 4)), i))
            .ToList();
    }

    /// <summary>How many relocations refer to a dynamic symbol.</summary>
    public int RelocationsOf(int symbol)
    {
        int dynamicSymbols = Single(DynamicSymbols).Index, count = 0;
        foreach (var section in _sections.Where(s => s.Link == dynamicSymbols && (s.Type == Relocations || s.Type == RelocationsWithAddend)))
        {
            int size = section.Type == Relocations ? 16 : 24;
            for (long at = section.Offset; at < section.Offset + section.Size; at += size)
                count += Read(at + 12, 4) == symbol ? 1 : 0;            // the upper half of r_info
        }
        return count;
    }

    private Section Single(uint type)
    {
        var found = _sections.Where(s => s.Type == type).ToList();
        return found.Count == 1 ? found[0] : throw new InvalidDataException($"expected one section of type 0x{type:x}, found {found.Count}");
    }

    private long StringsOf(Section section) => section.Link < _sections.Count ? _sections[section.Link].Offset
        : throw new InvalidDataException($"section {section.Index} links to section {section.Link} of {_sections.Count}");

    private string Text(long offset)
    {
        long end = offset;
        while (Read(end, 1) != 0)
            end++;
        return Encoding.ASCII.GetString(_file, (int)offset, (int)(end - offset));
    }

    private long Read(long offset, int bytes)
    {
        if (offset < 0 || offset > _file.Length - bytes)
            throw new InvalidDataException($"the file ends at byte {_file.Length}, inside a structure at byte {offset}");
        ulong value = 0;
        for (int i = bytes - 1; i >= 0; i--)
            value = value << 8 | _file[offset + i];
        return value <= int.MaxValue * 2L + 1 ? (long)value : throw new InvalidDataException($"the value at byte {offset} lies far outside the file");
    }

    private sealed class Section
    {
        public int Index, Link;
        public uint Type;
        public long Offset, Size;
    }
}
