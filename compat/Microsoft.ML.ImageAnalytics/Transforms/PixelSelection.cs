using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Which colours are taken, in which order and form.</summary>
internal sealed record PixelSelection(ImagePixelExtractingEstimator.ColorBits Colors, ImagePixelExtractingEstimator.ColorsOrder Order,
    bool Interleaves, float Offset, float Scale, bool AsFloats)
{
    public static PixelSelection Load(BinaryReader reader) => new((ImagePixelExtractingEstimator.ColorBits)reader.ReadByte(),
        (ImagePixelExtractingEstimator.ColorsOrder)reader.ReadByte(), reader.ReadBoolean(), reader.ReadSingle(), reader.ReadSingle(), reader.ReadBoolean());

    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)Colors);
        writer.Write((byte)Order);
        writer.Write(Interleaves);
        writer.Write(Offset);
        writer.Write(Scale);
        writer.Write(AsFloats);
    }

    public void Validate()
    {
        Check.Param((Colors & ImagePixelExtractingEstimator.ColorBits.All) != 0, "colorsToExtract",
            "Need to use at least one color plane.");
        Check.Param(float.IsFinite(Offset), "offsetImage", "Must be finite.");
        Check.Param(float.IsFinite(Scale) && Scale != 0, "scaleImage", "Must be finite and not zero.");
    }

    /// <summary>For each plane, the offset of its colour within a pixel of this format.</summary>
    public int[] Offsets(MLPixelFormat format)
    {
        var (red, green, blue) = format.Offsets();
        var all = new Dictionary<char, (ImagePixelExtractingEstimator.ColorBits Bit, int Offset)>
        {
            ['A'] = (ImagePixelExtractingEstimator.ColorBits.Alpha, 3), ['R'] = (ImagePixelExtractingEstimator.ColorBits.Red, red),
            ['G'] = (ImagePixelExtractingEstimator.ColorBits.Green, green), ['B'] = (ImagePixelExtractingEstimator.ColorBits.Blue, blue),
        };
        return Order.ToString().Select(letter => all[letter]).Where(color => Colors.HasFlag(color.Bit)).Select(color => color.Offset)
            .ToArray();
    }

    public void Extract<T>(MLImage image, Span<T> values)
        where T : struct, INumber<T>
    {
        var pixels = image.Pixels;
        var offsets = Offsets(image.PixelFormat);
        int count = pixels.Length / 4;
        bool scales = AsFloats && (Offset != 0 || Scale != 1);
        for (int plane = 0; plane < offsets.Length; plane++)
        {
            (int first, int step) = Interleaves ? (plane, offsets.Length) : (plane * count, 1);
            for (int i = 0, from = offsets[plane], to = first; i < count; i++, from += 4, to += step)
                values[to] = scales ? T.CreateTruncating((pixels[from] - Offset) * Scale) : T.CreateTruncating(pixels[from]);
        }
    }
}
