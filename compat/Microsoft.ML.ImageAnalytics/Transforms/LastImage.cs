namespace Microsoft.ML.Data;

/// <summary>The image that a getter made last, disposed with the cursor.</summary>
internal sealed class LastImage : IDisposable
{
    public MLImage Image { get; set; }

    public void Dispose() => Image?.Dispose();
}
