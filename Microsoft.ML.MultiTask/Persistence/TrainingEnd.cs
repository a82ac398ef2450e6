using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask;

/// <summary>Why training ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingEnd>))]
public enum TrainingEnd
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>Validation stopped getting better.</summary>
    StoppedEarly,

    /// <summary>The cancellation token was cancelled; the model is as it was then.</summary>
    Cancelled,
}
