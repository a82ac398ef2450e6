using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms.Image;

/// <summary>Says the size of a member's images. Without a size it cannot be used: registering its type throws, as in the
/// original.</summary>
public sealed class ImageTypeAttribute : DataViewTypeAttribute
{
    private readonly int _height;
    private readonly int _width;

    public ImageTypeAttribute()
    {
    }

    public ImageTypeAttribute(int height, int width)
    {
        Check.Param(width > 0, nameof(width), "Should be positive number");
        Check.Param(height > 0, nameof(height), "Should be positive number");
        _height = height;
        _width = width;
    }

    public override bool Equals(DataViewTypeAttribute other) =>
        other is ImageTypeAttribute image && _height == image._height && _width == image._width;

    public override int GetHashCode() => HashCode.Combine(_height, _width);

    public override void Register() => DataViewTypeManager.Register(new ImageDataViewType(_height, _width), typeof(MLImage), this);
}
