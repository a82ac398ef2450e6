using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Data.Mixing;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    private const string CatalogMember = "Part of the catalog, like ML.NET's own operations.";

    /// <summary>Joins the rows of several data sets for one training; they may have different labels.</summary>
    /// <remarks>
    /// Works on rows of paths and on decoded rows. The result has every column that any view has. For a view that lacks one, values are
    /// missing: an empty path, a class label of 255, a depth label of NaN. When shuffled, all rows are mixed; otherwise the views follow
    /// one another. If views encode a label <c>XPath</c> differently, a column <c>XEncoding</c> holds the encoding of each row.
    /// </remarks>
    /// <param name="views">The data sets; each must give every cursor the same rows.</param>
    /// <returns>A lazy view; nothing is copied.</returns>
    /// <exception cref="ArgumentException"> There is no view; or two views differ in a column's type, classes or encoding, or in their
    /// frames. The message names both views. </exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public IDataView Concatenate(params IDataView[] views)
    {
        CheckViews(views);
        return new MixedDataView([.. views]);
    }

    /// <summary>Draws rows from several data sets by weight, so that the sizes of the data sets do not decide their share in
    /// training.</summary>
    /// <remarks>
    /// In every pass each view contributes its share of the rows by weight. Rows of a view are drawn without replacement; a view that is
    /// too short starts again in a new order, and of one that is too long each shuffled pass draws another part. When not shuffled, each
    /// view is read from its start and the views alternate evenly: so cache the views, not the sample. For the columns see
    /// <see cref="Concatenate"/>.
    /// </remarks>
    /// <param name="views">The data sets; each must give every cursor the same rows.</param>
    /// <param name="weights">A positive weight per view; null for equal weights.</param>
    /// <param name="rows">Rows per pass, at least 1; null for the total of the views.</param>
    /// <returns>A lazy view; nothing is copied.</returns>
    /// <exception cref="ArgumentException"> A weight or <paramref name="rows"/> is out of range, or the views are not compatible, as for
    /// <see cref="Concatenate"/>. </exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public IDataView Sample(IReadOnlyList<IDataView> views, IReadOnlyList<double>? weights = null, int? rows = null)
    {
        CheckViews(views);
        weights ??= [.. views.Select(_ => 1.0)];
        if (weights.Count != views.Count || weights.Any(weight => !(weight > 0) || !double.IsFinite(weight)))
            throw new ArgumentException(
                $"'{nameof(weights)}' must be {views.Count} positive numbers, one for each view, but was "
                + $"[{string.Join(", ", weights.Select(weight => FormattableString.Invariant($"{weight}")))}].",
                nameof(weights));
        if (rows < 1)
            throw new ArgumentOutOfRangeException(nameof(rows), $"'{nameof(rows)}' must be at least 1, but was {rows}.");
        return new MixedDataView([.. views], [.. weights], rows);
    }

    private static void CheckViews(IReadOnlyList<IDataView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        if (views.Count == 0 || views.Any(view => view is null))
            throw new ArgumentException($"'{nameof(views)}' must hold at least one view, and no null.", nameof(views));
    }
}
