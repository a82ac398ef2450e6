using Microsoft.ML.MultiTask;

/// <summary>How a data set is read.</summary>
/// <param name="Streams">Frames per row.</param>
/// <param name="Split">The split, as on the command line; null for the reader's default.</param>
/// <param name="Encodings">Encodings by label name, which replace the data set's own.</param>
internal sealed record ReadSettings(int Streams, string? Split, IReadOnlyDictionary<string, LabelEncoding> Encodings)
{
    private static readonly Dictionary<string, DataSplit> s_splits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["all"] = DataSplit.All, ["train"] = DataSplit.Train, ["val"] = DataSplit.Validation, ["validation"] = DataSplit.Validation,
        ["test"] = DataSplit.Test, ["train_extra"] = DataSplit.TrainExtra,
    };

    private static readonly Dictionary<string, LabelEncoding> s_encodings = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ClassLabelEncoding.Cityscapes)] = ClassLabelEncoding.Cityscapes,
        [nameof(ClassLabelEncoding.CityscapesIds)] = ClassLabelEncoding.CityscapesIds,
        [nameof(ClassLabelEncoding.Synthia)] = ClassLabelEncoding.Synthia,
        [nameof(ClassLabelEncoding.VirtualKitti2)] = ClassLabelEncoding.VirtualKitti2,
        [nameof(ClassLabelEncoding.CamVid)] = ClassLabelEncoding.CamVid,
        [nameof(ClassLabelEncoding.WoodScape)] = ClassLabelEncoding.WoodScape,
        [nameof(ClassLabelEncoding.Motion)] = ClassLabelEncoding.Motion,
        [nameof(ClassLabelEncoding.AnyMotion)] = ClassLabelEncoding.AnyMotion,
        [nameof(ClassLabelEncoding.SmsnetMotion)] = ClassLabelEncoding.SmsnetMotion,
        ["KittiDepth"] = DepthLabelEncoding.Kitti,
        ["SynthiaDepth"] = DepthLabelEncoding.Synthia,
        [nameof(DepthLabelEncoding.KittiDisparity)] = DepthLabelEncoding.KittiDisparity,
        [nameof(DepthLabelEncoding.CityscapesDisparity)] = DepthLabelEncoding.CityscapesDisparity,
    };

    /// <summary>The names of encodings.</summary>
    internal static IEnumerable<string> EncodingNames => s_encodings.Keys;

    /// <summary>Reads <c>Label=Name</c>, or <c>Label=file.json</c> with the output of <see cref="LabelEncoding.ToJson"/>.</summary>
    internal static KeyValuePair<string, LabelEncoding> ParseEncoding(string text)
    {
        if (text.Split('=', 2) is not [{ Length: > 0 } label, { Length: > 0 } name])
            throw new ArgumentException($"--encoding must be Label=Name, such as Motion=AnyMotion, but was '{text}'.");
        if (s_encodings.TryGetValue(name, out var known))
            return new(label, known);
        return File.Exists(name) ? new(label, LabelEncoding.FromJson(File.ReadAllText(name))) : throw new ArgumentException(
            $"--encoding must name one of {string.Join(", ", EncodingNames)}, or a JSON file, but '{name}' is neither.");
    }

    /// <summary>The split, or the reader's default.</summary>
    internal DataSplit SplitOr(DataSplit usual) => Split is null ? usual
        : s_splits.TryGetValue(Split, out var split) ? split
        : throw new ArgumentException($"--split must be one of {string.Join(", ", s_splits.Keys)}, but was '{Split}'.");

    /// <summary>The streams of a data set without splits.</summary>
    internal int WithoutSplit(string dataSet) => Split is null ? Streams
        : throw new ArgumentException($"--split cannot be used with {dataSet}, which has no splits, but was '{Split}'.");
}
