namespace Microsoft.ML.MultiTask.Images;

/// <summary>The class of every sample or colour of a <see cref="ClassLabelEncoding"/>, to look up pixel by pixel.</summary>
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

    /// <summary>What the table holds; setting it makes the table that of another encoding.</summary>
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

    /// <summary>Turns samples into classes.</summary>
    /// <param name="samples">What a label image holds.</param>
    /// <param name="classes">Receives as many classes; 255 where a pixel has none.</param>
    /// <param name="file">What messages call the image.</param>
    /// <exception cref="InvalidDataException">A sample may not occur.</exception>
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

    /// <summary>Turns colours into classes.</summary>
    /// <param name="colors">What a label image shows, 0xRRGGBB.</param>
    /// <param name="classes">Receives as many classes; 255 where a pixel has none.</param>
    /// <param name="file">What messages call the image.</param>
    /// <exception cref="InvalidDataException">A colour may not occur.</exception>
    public void ConvertColors(ReadOnlySpan<int> colors, Span<byte> classes, string file)
    {
        var (last, label) = (-1, (short)-1);                        // colours come in runs
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
