using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>The sizes of a tensor's dimensions.</summary>
    public struct Size : IEnumerable<long>
    {
        public static Size Empty = new(Array.Empty<long>());

        public Size(long[] shape) => Shape = shape;
        public Size(IEnumerable<long> shape) => Shape = shape.ToArray();
        public Size(int[] shape) => Shape = Array.ConvertAll(shape, s => (long)s);
        public Size(long size) => Shape = [size];
        public Size(int size) => Shape = [size];
        public Size((long, long) size) => Shape = [size.Item1, size.Item2];
        public Size((long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3];
        public Size((long, long, long, long) size) => Shape = [size.Item1, size.Item2, size.Item3, size.Item4];

        public long[] Shape { get; }

        public int Length => Shape.Length;
        public bool IsEmpty => Shape.Length == 0;
        public bool IsScalar => IsEmpty;

        public long this[int idx] => Shape[idx];
        public long this[long idx] => Shape[idx];

        public static implicit operator Size(long size) => new(size);
        public static implicit operator Size(long[] size) => new(size);
        public static implicit operator Size((long, long) size) => new(size);
        public static implicit operator Size((long, long, long) size) => new(size);
        public static implicit operator Size((long, long, long, long) size) => new(size);

        public static Size operator +(Size left, Size right) => new([.. left.Shape, .. right.Shape]);
        public static Size operator +(Size left, IEnumerable<long> right) => new([.. left.Shape, .. right]);

        // As in the original these compare the arrays, not their elements.
        public static bool operator ==(Size left, Size right) => left.Shape == right.Shape;
        public static bool operator !=(Size left, Size right) => left.Shape != right.Shape;
        public override bool Equals(object obj) => obj is Size other && this == other;
        public override int GetHashCode() => Shape.GetHashCode();

        /// <summary>The product of the sizes.</summary>
        public long numel() => Shape.Aggregate(1L, (product, size) => product * size);

        /// <summary>The sizes from <paramref name="first"/> to before <paramref name="next"/>; negative counts from the end.</summary>
        public Size Slice(int first, int next)
        {
            if (first < 0) first += Length;
            if (next < 0) next += Length;
            return next <= first ? Empty : new Size(Shape[first..next]);
        }

        public IEnumerable<long> Take(int i) => Shape.Take(i);

        public IEnumerator<long> GetEnumerator() => Shape.AsEnumerable().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
