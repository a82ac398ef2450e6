using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiTask;

/// <summary>Why training ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrainingEnd>))]
public enum TrainingEnd
{
    /// <summary>All epochs completed.</summary>
    Completed,

    /// <summary>Validation stopped improving.</summary>
    StoppedEarly,

    /// <summary>The cancellation token was cancelled; the model has the weights of that moment, or with early stopping those of the best epoch.</summary>
    Cancelled,
}
