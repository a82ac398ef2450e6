using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask.Data.Encodings;

/// <summary>The JSON form of a <see cref="LabelEncoding"/>; properties that the JSON leaves out keep their defaults.</summary>
/// <remarks>The public records cannot be this: generated code sets every init-only property that the JSON leaves out to null or
/// 0.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Classes), "class")]
[JsonDerivedType(typeof(Depth), "depth")]
internal abstract class EncodedLabel
{
    public int Channel { get; set; }

    public int? BitDepth { get; set; }

    public static EncodedLabel Of(LabelEncoding encoding) =>
        encoding is ClassLabelEncoding classes ? Classes.Of(classes) : Depth.Of((DepthLabelEncoding)encoding);

    public abstract LabelEncoding ToEncoding();

    internal sealed class Classes : EncodedLabel
    {
        public required int ClassCount { get; set; }

        public IReadOnlyList<string>? ClassNames { get; set; }

        public IReadOnlyDictionary<int, int>? ClassOfValue { get; set; }

        public IReadOnlyList<int> IgnoredValues { get; set; } = [ClassLabelEncoding.Ignore];

        public IReadOnlyDictionary<int, int>? ClassOfColor { get; set; }

        public IReadOnlyList<int> IgnoredColors { get; set; } = [];

        public int? OtherClass { get; set; }

        public static Classes Of(ClassLabelEncoding encoding) => new()
        {
            Channel = encoding.Channel,
            BitDepth = encoding.BitDepth,
            ClassCount = encoding.ClassCount,
            ClassNames = encoding.ClassNames,
            ClassOfValue = encoding.ClassOfValue,
            IgnoredValues = encoding.IgnoredValues,
            ClassOfColor = encoding.ClassOfColor,
            IgnoredColors = encoding.IgnoredColors,
            OtherClass = encoding.OtherClass,
        };

        public override LabelEncoding ToEncoding() => new ClassLabelEncoding(ClassCount)
        {
            Channel = Channel,
            BitDepth = BitDepth,
            ClassNames = ClassNames,
            ClassOfValue = ClassOfValue,
            IgnoredValues = IgnoredValues,
            ClassOfColor = ClassOfColor,
            IgnoredColors = IgnoredColors,
            OtherClass = OtherClass,
        };
    }

    internal sealed class Depth : EncodedLabel
    {
        private static readonly DepthLabelEncoding s_default = new();

        public Depth() => BitDepth = s_default.BitDepth;

        public double MetersPerUnit { get; set; } = s_default.MetersPerUnit;

        public IReadOnlyList<int> MissingValues { get; set; } = s_default.MissingValues;

        public double? FocalTimesBaseline { get; set; }

        public double DisparityPerUnit { get; set; } = s_default.DisparityPerUnit;

        public double DisparityOffset { get; set; }

        public static Depth Of(DepthLabelEncoding encoding) => new()
        {
            Channel = encoding.Channel,
            BitDepth = encoding.BitDepth,
            MetersPerUnit = encoding.MetersPerUnit,
            MissingValues = encoding.MissingValues,
            FocalTimesBaseline = encoding.FocalTimesBaseline,
            DisparityPerUnit = encoding.DisparityPerUnit,
            DisparityOffset = encoding.DisparityOffset,
        };

        public override LabelEncoding ToEncoding() => new DepthLabelEncoding
        {
            Channel = Channel,
            BitDepth = BitDepth,
            MetersPerUnit = MetersPerUnit,
            MissingValues = MissingValues,
            FocalTimesBaseline = FocalTimesBaseline,
            DisparityPerUnit = DisparityPerUnit,
            DisparityOffset = DisparityOffset,
        };
    }
}
