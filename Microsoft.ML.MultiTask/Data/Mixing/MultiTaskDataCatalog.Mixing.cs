using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.MultiTask.Data.Mixing;

namespace Microsoft.ML.MultiTask;

public sealed partial class MultiTaskDataCatalog
{
    private const string CatalogMember = "Reads as part of the catalog, as ML.NET's own operations do.";

    /// <summary>Joins the rows of several data sets, whichever labels each has, into those of one training.</summary>
    /// <remarks>
    /// For rows of paths and for decoded ones. The columns are all that any view has. What a view lacks is missing in its rows: a path is
    /// empty, a label of classes 255, a label of quantities NaN. Shuffled, all rows are mixed; otherwise the views follow one another.
    /// Paths of labels that views encode differently stay readable: a column <c>XEncoding</c> then says it for the rows of <c>XPath</c>.
    /// </remarks>
    /// <param name="views">The data sets; each gives every cursor the same rows.</param>
    /// <returns>A view over the views; nothing is copied.</returns>
    /// <exception cref="ArgumentException">
    /// There is no view; or a column has another type, other classes or another meaning in one view than in another, or the views differ in
    /// their frames. The message names both views.
    /// </exception>
    [SuppressMessage("Performance", "CA1822", Justification = CatalogMember)]
    public IDataView Concatenate(params IDataView[] views)
    {
        CheckViews(views);
        return new ConcatenatedDataView([.. views]);
    }

    /// <summary>Draws rows from several data sets by weight, for a training in which the sizes of the sets are not to decide.</summary>
    /// <remarks>
    /// In every pass each view has the number of rows that its share of the weights comes to. A view's rows are taken in an order of their
    /// own, each once before any a second time; one that is too short begins again in another order, and of one that is too long another
    /// part is drawn in every pass that is shuffled. Where rows are not shuffled, each view is read from its start, the views' rows evenly
    /// between each other: so cache the views, not the sample. Columns as in <see cref="Concatenate"/>.
    /// </remarks>
    /// <param name="views">The data sets; each gives every cursor the same rows.</param>
    /// <param name="weights">A positive weight for each view; null for equal ones.</param>
    /// <param name="rows">The rows of a pass, at least 1; null for as many as the views have together.</param>
    /// <returns>A view over the views; nothing is copied.</returns>
    /// <exception cref="ArgumentException">
    /// A weight or <paramref name="rows"/> is out of its range, or the views do not go together as <see cref="Concatenate"/> has it.
    /// </exception>
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
        return new SampledDataView([.. views], [.. weights], rows);
    }

    private static void CheckViews(IReadOnlyList<IDataView> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        if (views.Count == 0 || views.Any(view => view is null))
            throw new ArgumentException($"'{nameof(views)}' must hold at least one view, and no null.", nameof(views));
    }
}
