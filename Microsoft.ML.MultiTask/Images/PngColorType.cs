namespace Microsoft.ML.MultiTask;

/// <summary>What the samples of a PNG pixel mean; the values are those of the file format.</summary>
public enum PngColorType
{
    /// <summary>Grey, 1 channel.</summary>
    Grey = 0,

    /// <summary>Red, green, blue: 3 channels.</summary>
    Rgb = 2,

    /// <summary>An index into the palette, 1 channel.</summary>
    Palette = 3,

    /// <summary>Grey and alpha, 2 channels.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue, alpha: 4 channels.</summary>
    Rgba = 6,
}
