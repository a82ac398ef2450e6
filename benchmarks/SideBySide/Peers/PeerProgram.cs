using System.Diagnostics;

/// <summary>Builds a peer that is given as a C# project.</summary>
internal static class PeerProgram
{
    /// <summary>A peer on TorchSharp.</summary>
    /// <param name="path">Its program, .dll, or project, which is built into <paramref name="output"/>: nothing is written beside it.</param>
    /// <param name="output">A folder for the build.</param>
    /// <param name="job">The sizes.</param>
    /// <exception cref="InvalidOperationException">The project cannot be built.</exception>
    internal static Peer Open(FileInfo path, string output, JobOptions job) => path.Extension switch
    {
        ".csproj" => new Peer("dotnet", [Build(path, output)], job),
        ".dll" => new Peer("dotnet", [path.FullName], job),
        _ => new Peer(path.FullName, [], job),
    };

    private static string Build(FileInfo project, string output)
    {
        // What our package brings to its users' builds: on systems before GCC 13 TorchSharp does not load without it.
        var targets = Path.Combine(AppContext.BaseDirectory, "buildTransitive", "Microsoft.ML.MultiTask.targets");
        string[] arguments =
        [
            "build", project.FullName, "-c", "Release", "-v", "q", "-nologo", "--artifacts-path", output,
            $"-p:CustomAfterMicrosoftCommonTargets={targets}", "-p:UseCurrentRuntimeIdentifier=true", "-p:SelfContained=false",
            "-p:CreateSymbolicLinksForCopyLocalIfPossible=true",
        ];
        using var build = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var messages = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"The peer '{project.FullName}' could not be built: {messages}");
        var name = Path.ChangeExtension(project.Name, ".dll");
        return Directory.GetFiles(Path.Combine(output, "bin"), name, SearchOption.AllDirectories).FirstOrDefault()
            ?? throw new InvalidOperationException($"The build of '{project.FullName}' left no '{name}'.");
    }
}
