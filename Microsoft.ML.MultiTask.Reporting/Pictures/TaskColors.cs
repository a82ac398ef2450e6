using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Reporting.Pictures;

namespace Microsoft.ML.MultiTask.Reporting;

/// <summary>Paints the labels and predictions of a task as pictures.</summary>
/// <remarks>
/// Classes with a Cityscapes name have the colour of that palette, others a generated one; unlabelled pixels are dark grey. Quantities are
/// coloured by the logarithm of their value from <see cref="Near"/> (bright and warm) to <see cref="Far"/> (dark and cold); missing values
/// are grey. Motion is red, over the darkened frame if there is one.
/// </remarks>
public sealed class TaskColors
{
    private static readonly RgbColor s_unlabelled = new(48, 48, 48);
    private static readonly RgbColor s_static = new(38, 50, 66);
    private static readonly RgbColor s_moving = new(255, 59, 48);

    private readonly DenseTask _task;

    private TaskColors(DenseTask task, IReadOnlyList<ClassColor> classes, double near, double far) =>
        (_task, Classes, Near, Far) = (task, classes, near, far);

    /// <summary>The colour of each class, in the order of their ids; empty for a quantity.</summary>
    public IReadOnlyList<ClassColor> Classes { get; }

    /// <summary>The value of the first, warmest colour, which smaller values have too. Metres for depth.</summary>
    public double Near { get; }

    /// <summary>The value of the last, coldest colour, which larger values have too. Metres for depth.</summary>
    public double Far { get; }

    /// <summary>The colour of a pixel without a label or value.</summary>
    internal RgbColor Missing => Classes.Count > 0 ? s_unlabelled : QuantityColors.Missing;

    /// <summary>The colours of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="classNames">The names of its classes, in the order of their ids; null or empty if unknown.</param>
    /// <param name="near">The value of the first colour, positive; metres for depth.</param>
    /// <param name="far">The value of the last colour, larger than <paramref name="near"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="near"/> or <paramref name="far"/> is out of range.</exception>
    public static TaskColors For(DenseTask task, IReadOnlyList<string>? classNames = null, double near = 2, double far = 80)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!(near > 0 && far > near && double.IsFinite(far)))
            throw new ArgumentException(FormattableString.Invariant(
                $"'{nameof(near)}' must be positive and '{nameof(far)}' larger, but they were {near} and {far}."), nameof(near));
        return new TaskColors(task, Legend(task, classNames ?? []), near, far);
    }

    /// <summary>Paints classes.</summary>
    /// <param name="classes">A class per pixel, [H * W], row by row; 255 is unlabelled.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <exception cref="ArgumentException"><paramref name="classes"/> has another length, or the task is not one of classes.</exception>
    public RgbImage Paint(ReadOnlySpan<byte> classes, int height, int width)
    {
        Check(classes.Length, height, width, NumberDataViewType.Byte);
        var image = new RgbImage(height, width);
        var pixels = image.Pixels;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = ColorOf(classes[i]);
        return image;
    }

    /// <summary>Paints quantities.</summary>
    /// <param name="quantities">A quantity per pixel (metres for depth), [H * W], row by row; NaN and 0 or less are missing.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="quantities"/> has another length, or the task is not one of quantities.
    /// </exception>
    public RgbImage Paint(ReadOnlySpan<float> quantities, int height, int width)
    {
        Check(quantities.Length, height, width, NumberDataViewType.Single);
        var image = new RgbImage(height, width);
        var pixels = image.Pixels;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = QuantityColors.Of(quantities[i], Near, Far);
        return image;
    }

    /// <summary>Paints classes over their frame.</summary>
    /// <param name="classes">A class per pixel of <paramref name="frame"/>, row by row; 255 is unlabelled.</param>
    /// <param name="frame">The frame; not modified.</param>
    /// <exception cref="ArgumentException"><paramref name="classes"/> has another length, or the task is not one of classes.</exception>
    public RgbImage PaintOver(ReadOnlySpan<byte> classes, RgbImage frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Check(classes.Length, frame.Height, frame.Width, NumberDataViewType.Byte);
        var image = new RgbImage(frame.Height, frame.Width);
        var pixels = image.Pixels;
        var under = frame.Pixels;
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = under[i].Blend(ColorOf(classes[i]), CoverOf(classes[i]));
        return image;
    }

    private RgbColor ColorOf(byte id) => id < Classes.Count ? Classes[id].Color : s_unlabelled;

    /// <summary>The opacity of a class over the frame; static pixels only darken it.</summary>
    private double CoverOf(byte id) => id >= Classes.Count ? 0.85 : _task is MotionTask && id == 0 ? 0.35 : 0.65;

    private void Check(int length, int height, int width, PrimitiveDataViewType type)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (length != (long)height * width)
            throw new ArgumentException($"A picture of {height} x {width} has {(long)height * width} pixels, but was given {length}.");
        if (!_task.ItemType.Equals(type))
            throw new ArgumentException($"The pixels of task '{_task.Name}' are of type {_task.ItemType}, but were given as {type}.");
    }

    private static IReadOnlyList<ClassColor> Legend(DenseTask task, IReadOnlyList<string> names)
    {
        if (task is MotionTask) return [new("static", s_static), new("moving", s_moving)];
        if (!task.ItemType.Equals(NumberDataViewType.Byte)) return [];
        int count = task.LabelLimit < DenseTask.Ignore ? task.LabelLimit : task.OutputChannels;
        return [.. ClassColors.Of(count, names).Select((color, i) => new ClassColor(i < names.Count ? names[i] : $"class {i}", color))];
    }
}
