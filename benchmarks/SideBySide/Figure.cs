/// <summary>A figure of ours and the peer's runs that it is held against.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Ours">Our run and its field, as "run:field".</param>
/// <param name="Peer">The peer's, of which the best counts; none where the bar is for our figure itself.</param>
/// <param name="Bar">What ours divided by the peer's best must reach; null where there is none.</param>
/// <param name="MoreIsBetter">Whether the bar is the least that is allowed, not the most.</param>
internal sealed record Figure(
    string Name, string Unit, string Ours, IReadOnlyList<string> Peer, double? Bar = null, bool MoreIsBetter = false)
{
    internal IEnumerable<string> Runs => Peer.Append(Ours).Select(run => run.Split(':')[0]);

    /// <summary>What is measured on a device.</summary>
    internal static IReadOnlyList<Figure> On(string device) => device == JobOptions.Cpu ? s_onCpu : s_onCuda;

    private static readonly Figure[] s_onCuda =
    [
        new("training step, float32", "ms", "ours train --decoded:ms_per_step",
            ["peer train:ms_per_step", "peer train --channels-last:ms_per_step"], 1.0),
        new("training step, bfloat16 encoder", "ms", "ours train --decoded --precision BFloat16:ms_per_step",
            ["peer train --bf16:ms_per_step", "peer train --bf16 --channels-last:ms_per_step"], 1.0),
        new("streaming, float32", "frames/s", "ours stream:frames_per_s",
            ["peer infer --batch 1:frames_per_s", "peer infer --batch 1 --channels-last:frames_per_s"], 1.0, MoreIsBetter: true),
        new("streaming, bfloat16 encoder", "frames/s", "ours stream --precision BFloat16:frames_per_s",
            ["peer infer --batch 1 --bf16:frames_per_s", "peer infer --batch 1 --bf16 --channels-last:frames_per_s"], 1.0, MoreIsBetter: true),
        new("scoring a data view, a pair", "ms", "ours score:ms_per_pair",
            ["peer infer --batch 4:ms_per_pair", "peer infer --batch 4 --channels-last:ms_per_pair"], 1.0),
        new("waiting for a batch, training", "ms", "ours train --decoded:wait_ms", []),
    ];

    private static readonly Figure[] s_onCpu =
    [
        new("training step, float32", "ms", "ours train --decoded:ms_per_step",
            ["peer train:ms_per_step", "peer train --channels-last:ms_per_step"], 0.90),
        new("the same, every image decoded anew", "ms", "ours train:ms_per_step",
            ["peer train:ms_per_step", "peer train --channels-last:ms_per_step"]),
        new("training step, bfloat16 encoder", "ms", "ours train --decoded --precision BFloat16:ms_per_step",
            ["peer train:ms_per_step", "peer train --channels-last:ms_per_step"], 0.50),
        new("the same, every image decoded anew", "ms", "ours train --precision BFloat16:ms_per_step",
            ["peer train:ms_per_step", "peer train --channels-last:ms_per_step"]),
        new("bfloat16 beside the peer's bfloat16", "ms", "ours train --decoded --precision BFloat16:ms_per_step",
            ["peer train --bf16 --channels-last:ms_per_step"], 0.75),
        new("streaming, a new frame, float32", "ms", "ours stream:ms_per_frame",
            ["peer infer --batch 1:ms_per_pair", "peer infer --batch 1 --channels-last:ms_per_pair"], 0.52),
        new("streaming, a new frame, bfloat16 encoder", "ms", "ours stream --precision BFloat16:ms_per_frame",
            ["peer infer --batch 1:ms_per_pair", "peer infer --batch 1 --channels-last:ms_per_pair"], 0.28),
        new("scoring a data view, a pair", "ms", "ours score:ms_per_pair",
            ["peer infer --batch 1:ms_per_pair", "peer infer --batch 1 --channels-last:ms_per_pair",
             "peer infer --batch 4:ms_per_pair", "peer infer --batch 4 --channels-last:ms_per_pair"], 0.55),
        new("loading with 2 threads", "images/s", "ours load:images_per_s", ["peer load:images_per_s"], 2.2, MoreIsBetter: true),
        new("peak memory, training", "MiB", "ours train --decoded:peak_rss_mib",
            ["peer train:peak_rss_mib", "peer train --channels-last:peak_rss_mib"], 1.05),
        new("process start to the first step", "ms", "ours train --decoded:first_step_at_ms",
            ["peer start:first_step_at_ms", "peer start --channels-last:first_step_at_ms"], 0.50),
        new("process start to the end of the first step", "ms", "ours train --decoded:first_step_end_at_ms",
            ["peer start:first_step_end_at_ms", "peer start --channels-last:first_step_end_at_ms"]),
        new("waiting for a batch, training", "ms", "ours train:wait_ms", []),
        new("the training thread outside libtorch", "%", "ours share:percent_outside", [], 2.0),
    ];
}
