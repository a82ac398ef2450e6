/// <summary>A figure of one of our jobs, and the peers' runs that it is compared with.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ours">Our run and its field, as "ours job settings:field".</param>
/// <param name="Peers">The peers' runs, of which the best counts; empty where the bar is for our figure itself.</param>
/// <param name="Bar">What ours divided by the best peer's must reach; null where there is none.</param>
/// <param name="MoreIsBetter">Whether the bar is a lower bound.</param>
internal sealed record Figure(
    string Name, string Unit, string Ours, IReadOnlyList<string> Peers, double? Bar = null, bool MoreIsBetter = false)
{
    private const string Tuned = "--channels-last --in-place --one-pass --fused";

    internal IEnumerable<string> Runs => Peers.Append(Ours).Select(run => run.Split(':')[0]);

    /// <summary>What is measured on a device.</summary>
    internal static IReadOnlyList<Figure> On(string device) => device == JobOptions.Cpu ? s_onCpu : s_onCuda;

    private static string[] Float32(string job, string field) =>
    [
        $"pytorch {job}:{field}", $"torchsharp {job}:{field}", $"pytorch {job} --channels-last:{field}",
        $"torchsharp {job} --channels-last:{field}", $"torchsharp {job} {Tuned}:{field}",
    ];

    private static string[] BFloat16(string job, string field) =>
        [$"pytorch {job} --bf16 --channels-last:{field}", $"torchsharp {job} --bf16:{field}", $"torchsharp {job} --bf16 {Tuned}:{field}"];

    private static readonly Figure[] s_onCuda =
    [
        new("training step, float32", "ms", "ours train --decoded:ms_per_step", Float32("train", "ms_per_step"), 1.0),
        new("training step, bfloat16 encoder", "ms", "ours train --decoded --precision BFloat16:ms_per_step", BFloat16("train", "ms_per_step"), 1.0),
        new("streaming, float32", "frames/s", "ours stream:frames_per_s", Float32("infer --batch 1", "frames_per_s"), 1.0, MoreIsBetter: true),
        new("streaming, bfloat16 encoder", "frames/s", "ours stream --precision BFloat16:frames_per_s",
            BFloat16("infer --batch 1", "frames_per_s"), 1.0, MoreIsBetter: true),
        new("scoring a data view, a pair", "ms", "ours score:ms_per_pair", Float32("infer --batch 4", "ms_per_pair"), 1.0),
        new("waiting for a batch, training", "ms", "ours train --decoded:wait_ms", []),
    ];

    private static readonly Figure[] s_onCpu =
    [
        new("training step, float32", "ms", "ours train --decoded:ms_per_step", Float32("train", "ms_per_step"), 0.85),
        new("the same, every image decoded anew", "ms", "ours train:ms_per_step", Float32("train", "ms_per_step")),
        new("training step, bfloat16 encoder, beside float32", "ms", "ours train --decoded --precision BFloat16:ms_per_step",
            Float32("train", "ms_per_step"), 0.50),
        new("the same, beside bfloat16", "ms", "ours train --decoded --precision BFloat16:ms_per_step", BFloat16("train", "ms_per_step"), 0.77),
        new("streaming, a new frame, float32", "ms", "ours stream:ms_per_frame", Float32("infer --batch 1", "ms_per_pair"), 0.45),
        new("streaming, bfloat16 encoder, beside float32", "ms", "ours stream --precision BFloat16:ms_per_frame",
            Float32("infer --batch 1", "ms_per_pair"), 0.25),
        new("the same, beside bfloat16", "ms", "ours stream --precision BFloat16:ms_per_frame", BFloat16("infer --batch 1", "ms_per_pair")),
        new("scoring a data view, a pair", "ms", "ours score:ms_per_pair",
            [.. Float32("infer --batch 1", "ms_per_pair"), .. Float32("infer --batch 4", "ms_per_pair")], 0.45),
        new("loading with 2 threads", "images/s", "ours load:images_per_s", ["pytorch load:images_per_s"], 2.0, MoreIsBetter: true),
        new("peak memory, training", "MiB", "ours train --decoded:peak_rss_mib", Float32("train", "peak_rss_mib"), 1.0),
        new("peak memory, training, bfloat16 encoder", "MiB", "ours train --decoded --precision BFloat16:peak_rss_mib",
            BFloat16("train", "peak_rss_mib")),
        new("peak memory, streaming", "MiB", "ours stream:peak_rss_mib", Float32("infer --batch 1", "peak_rss_mib")),
        new("peak memory, scoring", "MiB", "ours score:peak_rss_mib", Float32("infer --batch 4", "peak_rss_mib")),
        new("process start to the first step", "ms", "ours train --decoded:first_step_at_ms",
            ["pytorch first-step:first_step_at_ms", "pytorch first-step --channels-last:first_step_at_ms"], 0.45),
        new("process start to the end of the third step", "ms", "ours train --decoded:three_steps_at_ms",
            ["pytorch three-steps:three_steps_at_ms", "pytorch three-steps --channels-last:three_steps_at_ms",
             "torchsharp three-steps:three_steps_at_ms", "torchsharp three-steps --channels-last:three_steps_at_ms"]),
        new("waiting for a batch, training from PNG", "ms", "ours train:wait_ms", []),
        new("the training thread outside libtorch", "%", "ours share:percent_outside", [], 3.0),
    ];
}
