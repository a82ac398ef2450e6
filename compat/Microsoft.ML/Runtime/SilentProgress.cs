namespace Microsoft.ML.Runtime;

/// <summary>A progress channel nobody listens to: MLContext attaches no listener to progress.</summary>
internal sealed class SilentProgress : IProgressChannel
{
    public void SetHeader(ProgressHeader header, Action<IProgressEntry> fillAction)
    {
    }

    public void Checkpoint(params double?[] values)
    {
    }

    public IProgressChannel StartProgressChannel(string name) => new SilentProgress();

    public void Dispose()
    {
    }
}
