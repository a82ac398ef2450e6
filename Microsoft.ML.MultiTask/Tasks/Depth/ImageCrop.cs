namespace Microsoft.ML.MultiTask;

/// <summary>
/// A rectangle of an image, its edges as fractions of height and width: rows ⌊Top·H⌋ to ⌊Bottom·H⌋ and columns ⌊Left·W⌋ to ⌊Right·W⌋, ends exclusive.
/// </summary>
public sealed record ImageCrop
{
    /// <summary>Creates a crop.</summary>
    /// <param name="top">Top edge, as a fraction of the height: 0 to below 1.</param>
    /// <param name="bottom">Bottom edge, as a fraction of the height: above <paramref name="top"/>, at most 1.</param>
    /// <param name="left">Left edge, as a fraction of the width: 0 to below 1.</param>
    /// <param name="right">Right edge, as a fraction of the width: above <paramref name="left"/>, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A fraction is out of its range.</exception>
    public ImageCrop(double top, double bottom, double left, double right)
    {
        Check(top, bottom, nameof(top), nameof(bottom));
        Check(left, right, nameof(left), nameof(right));
        (Top, Bottom, Left, Right) = (top, bottom, left, right);
    }

    /// <summary>
    /// The part of KITTI's images that its lidar covers: Garg et al., "Unsupervised CNN for Single View Depth Estimation", ECCV 2016,
    /// arXiv:1603.04992.
    /// </summary>
    public static ImageCrop Garg { get; } = new(0.40810811, 0.99189189, 0.03594771, 0.96405229);

    /// <summary>The part of KITTI's images that Eigen, Puhrsch, Fergus evaluated: NIPS 2014, arXiv:1406.2283.</summary>
    public static ImageCrop Eigen { get; } = new(0.3324324, 0.91351351, 0.0359477, 0.96405229);

    /// <summary>Top edge, as a fraction of the height.</summary>
    public double Top { get; }

    /// <summary>Bottom edge, as a fraction of the height.</summary>
    public double Bottom { get; }

    /// <summary>Left edge, as a fraction of the width.</summary>
    public double Left { get; }

    /// <summary>Right edge, as a fraction of the width.</summary>
    public double Right { get; }

    internal Range Rows(int height) => (int)(Top * height)..(int)(Bottom * height);

    internal Range Columns(int width) => (int)(Left * width)..(int)(Right * width);

    private static void Check(double first, double last, string firstName, string lastName)
    {
        if (!(first is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                firstName, FormattableString.Invariant($"'{firstName}' must be at least 0 and below 1, but was {first}."));
        if (!(last > first && last <= 1))
            throw new ArgumentOutOfRangeException(
                lastName, FormattableString.Invariant($"'{lastName}' must be above '{firstName}', {first}, and at most 1, but was {last}."));
    }
}
