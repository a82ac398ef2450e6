using System.Text;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>Makes small shared libraries that need versions of libstdc++: headers and tables as the loader reads them, and no code.</summary>
internal sealed record ElfFile
{
    /// <summary>The versions that the library needs, in file order; a symbol names one by its place here plus 2, as linkers number them.</summary>
    internal string[] Versions { get; init; } = ["GLIBCXX_3.4", "GLIBCXX_3.4.32"];

    /// <summary>Dynamic symbols and the index of their version.</summary>
    internal (string Name, int Version)[] Symbols { get; init; } = [("_ZSt4cout", 2), ("_ZSt21ios_base_library_initv", 3)];

    /// <summary>The symbols, by place, that a relocation refers to.</summary>
    internal int[] Relocated { get; init; } = [0];

    /// <summary>The file; <paramref name="flags"/> is where the flags of the last version are.</summary>
    internal byte[] Write(out int flags)
    {
        var strings = new MemoryStream();
        strings.WriteByte(0);
        int Name(string text)
        {
            var at = (int)strings.Length;
            strings.Write(Encoding.ASCII.GetBytes(text + "\0"));
            return at;
        }

        var symbols = Table(w => { foreach (var s in Symbols) { w.Write(Name(s.Name)); w.Write(new byte[20]); } });
        var versionOf = Table(w => { foreach (var s in Symbols) w.Write((ushort)s.Version); });
        var needs = Table(w =>
        {
            w.Write((ushort)1);
            w.Write((ushort)Versions.Length);
            w.Write(Name("libstdc++.so.6"));
            w.Write(16);
            w.Write(0);
            for (var i = 0; i < Versions.Length; i++)
            {
                w.Write(0);                                             // hash
                w.Write((ushort)0);                                     // flags
                w.Write((ushort)(i + 2));
                w.Write(Name(Versions[i]));
                w.Write(i + 1 < Versions.Length ? 16 : 0);
            }
        });
        var relocations = Table(w => { foreach (var i in Relocated) { w.Write(0L); w.Write((long)i << 32 | 6); w.Write(0L); } });

        var sections = new (uint Type, byte[] Bytes, int Link)[]
        {
            (0, [], 0), (11, symbols, 2), (3, strings.ToArray(), 0), (0x6fffffff, versionOf, 1), (0x6ffffffe, needs, 2), (4, relocations, 1),
        };
        flags = 64 + symbols.Length + (int)strings.Length + versionOf.Length + needs.Length - 12;
        return Join(sections);
    }

    private static byte[] Join((uint Type, byte[] Bytes, int Link)[] sections) => Table(w =>
    {
        w.Write([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        w.Write((ushort)3);                                             // shared object
        w.Write((ushort)62);                                            // x86-64
        w.Write(new byte[20]);
        w.Write(64L + sections.Sum(s => s.Bytes.Length));               // section headers
        w.Write(new byte[10]);
        w.Write((ushort)64);
        w.Write((ushort)sections.Length);
        w.Write((ushort)0);
        foreach (var section in sections)
            w.Write(section.Bytes);
        long offset = 64;
        foreach (var section in sections)
        {
            w.Write(0);
            w.Write(section.Type);
            w.Write(new byte[16]);
            w.Write(offset);
            w.Write((long)section.Bytes.Length);
            w.Write(section.Link);
            w.Write(new byte[20]);
            offset += section.Bytes.Length;
        }
    });

    private static byte[] Table(Action<BinaryWriter> write)
    {
        var stream = new MemoryStream();
        write(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
