using System.Globalization;

/// <summary>A program with the same network, named on the command line; nothing of it is in this repository.</summary>
/// <remarks>
/// It takes the jobs <c>train</c> and <c>infer</c> (and <c>load</c>) with <c>--batch</c>, <c>--height</c>, <c>--width</c>, <c>--steps</c>,
/// <c>--threads</c> and, for another device than the CPU, <c>--device</c>. It does two steps that are not timed, then those that are, and
/// prints a line of JSON: the median milliseconds of a batch, as <c>ms</c>, <c>ms_per_step</c> or <c>ms_per_pair</c>, and <c>peak_rss_mib</c>.
/// </remarks>
/// <param name="program">What to start.</param>
/// <param name="first">Its arguments before the job.</param>
/// <param name="job">The sizes.</param>
internal sealed class Peer(string program, string[] first, JobOptions job)
{
    private const string FirstStepScript = """
        # Runs the script until its first step begins, and prints when that was.
        import importlib.util, json, os, sys, time
        sys.argv = sys.argv[1:]
        spec = importlib.util.spec_from_file_location("peer", sys.argv[0])
        peer = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(peer)
        def timed(*_):
            print(json.dumps({"first_step_at_ms": time.monotonic() * 1e3}), flush=True)
            os._exit(0)
        peer.timed = timed
        peer.main()
        """;

    /// <summary>Does a job.</summary>
    /// <param name="arguments">The job, or <c>first-step</c> (a Python script only) or <c>three-steps</c>, and settings of it.</param>
    /// <returns>Its figures, with the names of ours.</returns>
    internal IReadOnlyDictionary<string, double> Run(string[] arguments)
    {
        string[] settings = arguments[1..];
        return arguments[0] switch
        {
            "first-step" => Start(["-c", FirstStepScript, .. first, "train", .. settings], repetitions: 1),
            "three-steps" => new Dictionary<string, double>
            {
                ["three_steps_at_ms"] = Start([.. first, "train", .. settings], repetitions: 1)["printed_at_ms"],
            },
            "load" => Start([.. first, "load", .. settings, "--folder", job.Frames, "--workers", "2"], repetitions: 1),
            "infer" => PerPair(Start([.. first, .. arguments], job.Repetitions), settings),
            _ => Named("ms_per_step", Start([.. first, .. arguments], job.Repetitions)),
        };
    }

    private Dictionary<string, double> Start(string[] arguments, int repetitions)
    {
        string[] device = job.Device == JobOptions.Cpu ? [] : ["--device", job.Device];
        return ChildProcess.Run(program,
            [.. arguments, "--height", $"{job.Height}", "--width", $"{job.Width}", "--steps", $"{repetitions}", "--threads", $"{job.Threads}", .. device]);
    }

    private static Dictionary<string, double> Named(string name, Dictionary<string, double> figures)
    {
        if (figures.TryGetValue("ms", out double milliseconds)) figures[name] = milliseconds;
        return figures;
    }

    // The peer times a whole batch. A new frame of a video costs it a pair.
    private static Dictionary<string, double> PerPair(Dictionary<string, double> figures, string[] settings)
    {
        int batch = int.Parse(settings[Array.IndexOf(settings, "--batch") + 1], CultureInfo.InvariantCulture);
        double pair = Named("ms_per_pair", figures)["ms_per_pair"] / batch;
        (figures["ms_per_pair"], figures["frames_per_s"]) = (pair, 1e3 / pair);
        return figures;
    }
}
