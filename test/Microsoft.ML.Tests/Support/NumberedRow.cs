using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

/// <summary>A row with a column of every kind the tests need.</summary>
internal sealed class NumberedRow
{
    public int Id;
    public int Group;
    public float X;

    [KeyType(5)]
    public uint K;

    [VectorType(2)]
    public float[] V = [1, 2];

    [NoColumn]
    public object? Skipped { get; set; }

    public string Name { get; set; } = "";

    /// <summary>20 rows: groups and names of four, X missing for each fifth, keys 0..5 of a type with 5 (so that 5 is none).</summary>
    public static IDataView Twenty(MLContext mlContext) => mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 20)
        .Select(i => new NumberedRow { Id = i, Name = "n" + (i / 4), Group = i / 4, X = i % 5 == 0 ? float.NaN : i, K = (uint)(i % 6) })
            .ToList());
}
