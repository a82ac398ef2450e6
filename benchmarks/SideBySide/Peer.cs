/// <summary>The network in plain PyTorch, a script that the caller names; nothing of it is in this repository.</summary>
/// <param name="python">The Python that runs it.</param>
/// <param name="script">The script. Where the device is another than <c>cpu</c> it must take <c>--device</c>, and wait for it before it looks at
/// the clock.</param>
/// <param name="threads">CPU threads.</param>
/// <param name="device">Where to compute.</param>
internal sealed class Peer(string python, string script, int threads, string device)
{
    // Runs the script's main, but leaves it when its first step is done, and prints when that began and ended.
    private const string FirstStep = """
        import importlib.util, json, os, sys, time
        sys.argv = sys.argv[1:]
        spec = importlib.util.spec_from_file_location("peer", sys.argv[0])
        peer = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(peer)
        def timed(step, *_):
            began = time.monotonic() * 1e3
            step()
            if "--device" in sys.argv:
                peer.torch.cuda.synchronize()
            print(json.dumps({"first_step_at_ms": began, "first_step_end_at_ms": time.monotonic() * 1e3}), flush=True)
            os._exit(0)
        peer.timed = timed
        peer.main()
        """;

    internal IReadOnlyDictionary<string, double> Run(params string[] arguments) => Python([script, .. arguments]);

    internal IReadOnlyDictionary<string, double> RunFirstStep(params string[] arguments) => Python(["-c", FirstStep, script, .. arguments]);

    // The build script's settings of OpenMP are for our processes: the peer runs as it does for anyone.
    private IReadOnlyDictionary<string, double> Python(IReadOnlyList<string> arguments) =>
        ChildProcess.Run(python, [.. arguments, "--threads", $"{threads}", .. Device], "GOMP_SPINCOUNT", "OMP_WAIT_POLICY");

    private string[] Device => device == JobOptions.Cpu ? [] : ["--device", device];
}
