using Microsoft.ML.Data;

namespace Microsoft.ML.MultiTask.Pipeline.Augmentation;

/// <summary>Passes the input's own getters on: what Augment does outside of training.</summary>
internal sealed class UnchangedMapping(DataViewRow input, IReadOnlyList<AugmentedColumn> columns) : IRowMapping
{
    public Delegate Getter(int added) => columns[added] is { IsByte: true } column
        ? input.GetGetter<VBuffer<byte>>(column.Column) : input.GetGetter<VBuffer<float>>(columns[added].Column);

    public void Dispose()
    {
    }
}
