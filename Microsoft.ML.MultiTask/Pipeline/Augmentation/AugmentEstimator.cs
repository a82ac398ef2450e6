using Microsoft.ML.MultiTask.Pipeline.Augmentation;

namespace Microsoft.ML.MultiTask;

/// <summary>Creates an <see cref="AugmentTransformer"/>, and checks the columns that its options name.</summary>
public sealed class AugmentEstimator : IEstimator<AugmentTransformer>
{
    private readonly AugmentationOptions _options;

    internal AugmentEstimator(AugmentationOptions options) => _options = options;

    /// <summary>Creates the transformer. Reads no row.</summary>
    /// <param name="input">Rows with decoded frames and labels, as from LoadFrames.</param>
    /// <exception cref="ArgumentException">A column is absent or of another type, or would stay as it is; the message names it.</exception>
    public AugmentTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        AugmentedColumn.CheckNamed(AugmentedColumn.Find(input.Schema, _options), _options, input.Schema);
        return new AugmentTransformer(_options);
    }

    /// <summary>The input's columns: those that are replaced keep their names and types.</summary>
    /// <param name="inputSchema">The schema shape of rows with decoded frames and labels.</param>
    /// <exception cref="ArgumentException">A column is absent; the message names it.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        var names = inputSchema.Select(column => column.Name).ToHashSet();
        string[] needed = [.. _options.FrameColumns ?? ["Frame0"], .. _options.LabelColumns, .. _options.ZoomEffects.Keys];
        return needed.FirstOrDefault(name => !names.Contains(name)) is not { } missing ? inputSchema : throw new ArgumentException(
            $"Augment needs a column '{missing}', but the columns are {string.Join(", ", names.Select(name => $"'{name}'"))}.", nameof(inputSchema));
    }
}
