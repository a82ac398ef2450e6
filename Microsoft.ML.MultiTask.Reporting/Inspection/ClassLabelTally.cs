namespace Microsoft.ML.MultiTask.Reporting.Inspection;

/// <summary>Counts the pixels of each class.</summary>
internal sealed class ClassLabelTally(string name, ClassLabelEncoding encoding) : LabelTally(name)
{
    private readonly long[] _pixels = new long[encoding.ClassCount];
    private readonly long[] _files = new long[encoding.ClassCount];
    private long _missing;

    public override void Add(InspectedFile file, ImageSize? frameSize, ImageFileReader reader)
    {
        var classes = reader.ReadClasses(file.Path, encoding, file.OwnEncoding, frameSize);
        Span<long> pixels = stackalloc long[ClassLabelEncoding.Ignore + 1];
        pixels.Clear();
        foreach (var index in classes)
            pixels[index]++;

        Files++;
        _missing += pixels[ClassLabelEncoding.Ignore];
        for (var i = 0; i < _pixels.Length; i++)
        {
            _pixels[i] += pixels[i];
            _files[i] += pixels[i] > 0 ? 1 : 0;
        }
    }

    public override void Add(LabelTally other)
    {
        var counted = (ClassLabelTally)other;
        Files += counted.Files;
        _missing += counted._missing;
        for (var i = 0; i < _pixels.Length; i++)
        {
            _pixels[i] += counted._pixels[i];
            _files[i] += counted._files[i];
        }
    }

    // Masks of 0 and 255 under an encoding of 0 and 1 lose everything that matters.
    private string? Warning()
    {
        if (Files == 0 || _pixels.Count(pixels => pixels > 0) != 1)
            return null;
        var only = Array.FindIndex(_pixels, pixels => pixels > 0);
        var meant = encoding.ClassCount == 2 ? $"'{NameOf(1)}'" : "a class";
        var ignores255 = encoding is { ClassCount: >= 2, ClassOfColor: null } && encoding.IgnoredValues.Contains(ClassLabelEncoding.Ignore);
        var hint = ignores255 && only == 0 && _missing > 0
            ? $" If the ignored sample 255 stands for {meant}, set the encoding ClassLabelEncoding.AnyMotion, in which every sample but 0 is the "
                + "second of two classes, or one that maps 255."
            : "";
        return $"'{NameOf(only)}' is the only class.{hint}";
    }

    private string NameOf(int index) => encoding.ClassNames?[index] ?? $"class {index}";

    public override LabelInspection Result(long rows, long labelledRows)
    {
        var labelled = _pixels.Sum();
        return new ClassLabelInspection
        {
            Name = Name,
            LabelledRows = labelledRows,
            Coverage = LabelInspection.Share(labelledRows, rows),
            Files = Files,
            LabelledPixels = labelled,
            MissingPixels = _missing,
            Warning = Warning(),
            Classes = [.. _pixels.Select((pixels, i) => new ClassCount(
                NameOf(i), pixels, LabelInspection.Share(pixels, labelled), _files[i]))],
        };
    }
}
