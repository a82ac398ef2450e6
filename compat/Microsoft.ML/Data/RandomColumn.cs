using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Adds a column of random numbers in [0, 1), the same for the same seed and place in the order of rows.</summary>
internal sealed class RandomColumn(DataViewSchema inputSchema, string name, uint seed) : RowMapper(inputSchema)
{
    public override IReadOnlyList<DataViewSchema.DetachedColumn> Added { get; } =
        [new DataViewSchema.DetachedColumn(name, NumberDataViewType.Single)];

    public override (Delegate[] Getters, IDisposable Owner) Open(DataViewRow input, IReadOnlyList<bool> activeAdded)
    {
        if (!activeAdded[0]) return ([null], null);
        var random = new MLRandom(seed);
        long drawn = -1;   // the position the number stands for
        float number = 0;
        ValueGetter<float> getter = (ref float value) =>
        {
            for (; drawn < input.Position; drawn++) number = random.NextSingle();
            value = number;
        };
        return ([getter], null);
    }
}
