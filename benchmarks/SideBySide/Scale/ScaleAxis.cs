/// <summary>One thing that grows while all others stay as they are in every other benchmark.</summary>
/// <param name="Name">What grows.</param>
/// <param name="Points">Its values: what each is called, how much of it there is, and the training.</param>
internal sealed record ScaleAxis(string Name, IReadOnlyList<(string Label, double Amount, ScalePoint Point)> Points)
{
    internal static IReadOnlyList<ScaleAxis> All { get; } =
    [
        Of("batch", [1, 2, 4, 8, 16], n => new() { Batch = n }),
        Of("streams", [1, 2, 4, 8], n => new() { Streams = n }),
        Of("tasks", [1, 2, 4, 8, 16], n => new() { Tasks = n }),
        new("pixels, batch 1",
        [
            .. new[] { 128, 256, 512, 1024 }.Select(height =>
                ($"{height} x {2 * height}", 2e-6 * height * height, new ScalePoint { Batch = 1, Height = height, Width = 2 * height })),
        ]),
        Of("loader threads, from PNG", [1, 2, 4], n => new() { LoaderThreads = n }),
        Of("rows", [10, 1_000, 10_000, 100_000], n => new() { Rows = n, Tasks = 1 }),
    ];

    private static ScaleAxis Of(string name, int[] values, Func<int, ScalePoint> point) =>
        new(name, [.. values.Select(n => (FormattableString.Invariant($"{n:N0}"), (double)n, point(n)))]);
}
