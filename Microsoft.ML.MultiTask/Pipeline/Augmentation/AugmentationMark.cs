using Microsoft.ML.Data;
using Microsoft.ML.MultiTask.Data.Encodings;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>The annotation of the columns that Augment replaces: its options as JSON. A trainer finds it through the views between them.</summary>
internal static class AugmentationMark
{
    private const string Kind = "Augmentation";

    /// <summary>A column's annotations and the mark.</summary>
    internal static DataViewSchema.Annotations AddTo(DataViewSchema.Annotations annotations, string json)
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(annotations, _ => true);
        ColumnAnnotations.AddText(builder, Kind, json);
        return builder.ToAnnotations();
    }

    /// <summary>The options; null if the column is not augmented.</summary>
    internal static string? TextOf(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Kind) is null) return null;
        ReadOnlyMemory<char> text = default;
        column.Annotations.GetValue(Kind, ref text);
        return text.ToString();
    }

    /// <summary>Checks that training sees what Augment does.</summary>
    /// <param name="data">The data to train on.</param>
    /// <param name="columns">Its frames and labels.</param>
    /// <returns>The options of the augmentation; null if there is none.</returns>
    /// <exception cref="ArgumentException">Some columns are augmented and others are not; the message names one of each.</exception>
    /// <exception cref="InvalidOperationException">The augmented columns are cached, so that every epoch would see the same values.</exception>
    internal static string? Check(IDataView data, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var marks = columns.ToLookup(column => TextOf(column) is not null, column => column.Name);
        if (!marks[true].Any()) return null;
        if (marks[false].FirstOrDefault() is { } plain)
            throw new ArgumentException(
                $"Column '{plain}' is not augmented, but '{marks[true].First()}' is, so they would not fit. Add or change columns before Augment.", nameof(data));

        for (int i = 0; i < 2; i++)                                  // a cache asks for values once, when it is filled
        {
            using var read = TrainingRead.Begin(seed: 0, epoch: 0);
            using var cursor = data.GetRowCursor(columns);
            if (read.Mappings == 0)
                cursor.MoveNext();                                   // some views open the cursors below them only here
            if (i == 1 && read.Mappings == 0)
                throw new InvalidOperationException(
                    "The augmented rows are cached, so that every epoch would see the same values. Put the cache before Augment: "
                    + "LoadFrames, AppendCacheCheckpoint, Augment, trainer.");
        }
        return TextOf(columns[0]);
    }
}
