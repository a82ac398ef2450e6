using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline;

/// <summary>The annotation by which frames that LoadFrames decoded are told from others.</summary>
internal static class LoadedFrames
{
    private const string Kind = "LoadedFrame";

    internal static void Mark(DataViewSchema.Annotations.Builder builder) =>
        builder.Add(Kind, BooleanDataViewType.Instance, (ref bool value) => value = true);

    internal static bool IsMarked(DataViewSchema.Column column) => column.Annotations.Schema.GetColumnOrNull(Kind) is not null;
}
