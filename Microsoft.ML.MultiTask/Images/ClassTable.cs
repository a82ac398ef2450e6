namespace Microsoft.ML.MultiTask.Images;

/// <summary>Lookup table from samples or colours to the classes of a <see cref="ClassLabelEncoding"/>.</summary>
internal sealed class ClassTable
{
    private readonly short[] _ofValue = new short[ushort.MaxValue + 1];
    private readonly Dictionary<int, short> _ofColor = [];
    private ClassLabelEncoding _encoding;

    public ClassTable(ClassLabelEncoding encoding)
    {
        _encoding = encoding;
        Encoding = encoding;
    }

    /// <summary>The encoding of the table. Setting it refills the table.</summary>
    public ClassLabelEncoding Encoding
    {
        get => _encoding;
        set
        {
            _encoding = value;
            value.FillTable(_ofValue);
            _ofColor.Clear();
            foreach (var (color, index) in value.ClassOfColor ?? new Dictionary<int, int>())
                _ofColor[color] = (short)index;
            foreach (var color in value.IgnoredColors)
                _ofColor[color] = ClassLabelEncoding.Ignore;
        }
    }

    /// <summary>Converts samples to classes.</summary>
    /// <param name="samples">The samples of a label image.</param>
    /// <param name="classes">Receives as many classes; 255 for unlabelled pixels.</param>
    /// <param name="file">The image's name in messages.</param>
    /// <exception cref="InvalidDataException">A sample is not valid.</exception>
    public void Convert(ReadOnlySpan<ushort> samples, Span<byte> classes, string file)
    {
        for (var i = 0; i < classes.Length; i++)
        {
            var label = _ofValue[samples[i]];
            if (label < 0)
                throw new InvalidDataException($"Label '{file}': expected samples of {Encoding.AllowedValues()}, but found {samples[i]}.");
            classes[i] = (byte)label;
        }
    }

    /// <summary>Converts colours to classes.</summary>
    /// <param name="colors">The colours of a label image, 0xRRGGBB.</param>
    /// <param name="classes">Receives as many classes; 255 for unlabelled pixels.</param>
    /// <param name="file">The image's name in messages.</param>
    /// <exception cref="InvalidDataException">A colour is not valid.</exception>
    public void ConvertColors(ReadOnlySpan<int> colors, Span<byte> classes, string file)
    {
        var (last, label) = (-1, (short)-1);                        // neighbours mostly have the same colour
        for (var i = 0; i < classes.Length; i++)
        {
            if (colors[i] != last)
            {
                last = colors[i];
                if (!_ofColor.TryGetValue(last, out label))
                    label = (short)(Encoding.OtherClass ?? throw new InvalidDataException(
                        $"Label '{file}': expected the colours {Encoding.AllowedValues()}, but found #{last:X6}."));
            }
            classes[i] = (byte)label;
        }
    }
}
