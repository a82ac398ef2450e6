namespace TorchSharp;

public static partial class torch
{
    internal enum TensorIndexKind
    {
        None,
        Single,
        Null,
        Ellipsis,
        Bool,
        Tensor,
        Slice,
    }

    /// <summary>One place in an indexing expression: a number, a range, a mask or list, or a new dimension.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { Kind = TensorIndexKind.Ellipsis };
        public static TensorIndex None = new() { Kind = TensorIndexKind.None };
        public static TensorIndex Null = new() { Kind = TensorIndexKind.Null };
        public static TensorIndex Colon = Slice();

        internal TensorIndexKind Kind { get; private init; }
        internal long? Start { get; private init; }     // also the number, and 0 or 1 for a truth value
        internal long? Stop { get; private init; }
        internal long? Step { get; private init; }
        internal Tensor Source { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = TensorIndexKind.Slice, Start = start, Stop = stop, Step = step };

        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value);

        public static TensorIndex Bool(bool value) => new() { Kind = TensorIndexKind.Bool, Start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { Kind = TensorIndexKind.Single, Start = index };

        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = TensorIndexKind.Tensor, Source = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);
    }
}
