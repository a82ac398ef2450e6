using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>[N, C, sizes…] at other sizes, which are given or come from factors.</summary>
            /// <param name="align_corners">Whether the corner pixels keep their values; null counts as false.</param>
            public static Tensor interpolate(
                Tensor x, long[] size = null, double[] scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate needs either size or scale_factor.", nameof(size));
                var sizes = x.shape[2..];
                int n = sizes.Length;
                if (size?.Length == 1) size = [.. Enumerable.Repeat(size[0], n)];
                if (scale_factor?.Length == 1) scale_factor = [.. Enumerable.Repeat(scale_factor[0], n)];
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                    (size, scale_factor) = ([.. sizes.Select((s, i) => (long)Math.Floor(s * scale_factor[i]))], null);

                bool align = align_corners ?? false;
                return (mode, n, antialias) switch
                {
                    (InterpolationMode.Area, _, false) => Aten.Call($"adaptive_avg_pool{n}d", x, size),
                    (InterpolationMode.Nearest, _, false) => Aten.Call($"upsample_nearest{n}d.vec", x, size, scale_factor),
                    (InterpolationMode.NearestExact, _, false) => Aten.Call($"_upsample_nearest_exact{n}d.vec", x, size, scale_factor),
                    (InterpolationMode.Linear, 1, false) => Aten.Call("upsample_linear1d.vec", x, size, align, scale_factor),
                    (InterpolationMode.Bilinear, 2, false) => Aten.Call("upsample_bilinear2d.vec", x, size, align, scale_factor),
                    (InterpolationMode.Bilinear, 2, true) => Aten.Call("_upsample_bilinear2d_aa.vec", x, size, align, scale_factor),
                    (InterpolationMode.Bicubic, 2, false) => Aten.Call("upsample_bicubic2d.vec", x, size, align, scale_factor),
                    (InterpolationMode.Bicubic, 2, true) => Aten.Call("_upsample_bicubic2d_aa.vec", x, size, align, scale_factor),
                    (InterpolationMode.Trilinear, 3, false) => Aten.Call("upsample_trilinear3d.vec", x, size, align, scale_factor),
                    _ => throw new ArgumentException(
                        $"interpolate cannot do {mode}{(antialias ? " with antialias" : "")} over {n} dimensions.", nameof(mode)),
                };
            }

            public static Tensor upsample_bilinear(
                Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            public static Tensor upsample_nearest(Tensor x, long[] size = null, double[] scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor);
        }
    }
}
