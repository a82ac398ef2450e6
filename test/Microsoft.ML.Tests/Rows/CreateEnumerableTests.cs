using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class CreateEnumerableTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Rows_ComeBackAsTheyWere()
    {
        var rows = _mlContext.Data.CreateEnumerable<NumberedRow>(NumberedRow.Twenty(_mlContext), reuseRowObject: false).ToList();

        Assert.HasCount(20, rows);
        Assert.AreEqual(13, rows[13].Id);
        Assert.AreEqual("n3", rows[13].Name);
        Assert.AreSequenceEqual(new[] { 1f, 2 }, rows[13].V);
        Assert.AreEqual(2u, rows[13].K);   // keys come as they are in the view, one-based
        Assert.AreNotSame(rows[0].V, rows[1].V);
    }

    [TestMethod]
    public void ReusedRowObject_IsOneObject()
    {
        var rows = _mlContext.Data.CreateEnumerable<NumberedRow>(NumberedRow.Twenty(_mlContext), reuseRowObject: true).ToList();

        Assert.AreSame(rows[0], rows[19]);
        Assert.AreEqual(19, rows[0].Id);
    }

    [TestMethod]
    public void MissingColumn_Throws_UnlessIgnored()
    {
        var data = NumberedRow.Twenty(_mlContext);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            _mlContext.Data.CreateEnumerable<WithAnother>(data, reuseRowObject: false).First());
        Assert.Contains("'Another'", e.Message);

        var row = _mlContext.Data.CreateEnumerable<WithAnother>(data, reuseRowObject: false, ignoreMissingColumns: true).Last();
        Assert.AreEqual(19, row.Id);
        Assert.AreEqual(-1, row.Another);
    }

    [TestMethod]
    public void MemberOfAnotherType_Throws_NamingBoth()
    {
        var data = NumberedRow.Twenty(_mlContext);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() =>
            _mlContext.Data.CreateEnumerable<WithTextId>(data, reuseRowObject: false).First());
        Assert.Contains("'Id' of type 'Int32'", e.Message);
        Assert.Contains("System.String", e.Message);
    }

    [TestMethod]
    public void GetColumn_ReadsScalarsVectorsAndText()
    {
        var data = NumberedRow.Twenty(_mlContext);

        Assert.AreEqual("n0,n0", string.Join(",", data.GetColumn<string>("Name").Take(2)));
        Assert.AreEqual("n4", data.GetColumn<ReadOnlyMemory<char>>(data.Schema["Name"]).Last().ToString());
        Assert.AreSequenceEqual(new[] { 1f, 2 }, data.GetColumn<float[]>("V").First());
        Assert.AreEqual(2, data.GetColumn<VBuffer<float>>("V").First().Length);
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => data.GetColumn<float>("Id").First());
        Assert.Contains("name: Id, type: Int32", e.Message);
    }

    [TestMethod]
    public void Preview_HasRowsAndColumns()
    {
        var preview = NumberedRow.Twenty(_mlContext).Preview(maxRows: 3);

        Assert.AreEqual("6 columns, 3 rows", preview.ToString());
        Assert.AreEqual("6 columns", preview.RowView[0].ToString());
        Assert.AreEqual("Id: Int32", preview.ColumnView[0].ToString());
        Assert.AreSequenceEqual(new object[] { 0, 1, 2 }, preview.ColumnView[0].Values);
        Assert.AreEqual(new KeyValuePair<string, object>("Group", 0), preview.RowView[2].Values[1]);
        Assert.HasCount(2, _mlContext.Transforms.CopyColumns("Copy", "Id").Preview(NumberedRow.Twenty(_mlContext),
            maxRows: 2).ColumnView[6].Values);
    }

    private sealed class WithAnother
    {
        public int Id { get; set; }

        public int Another { get; set; } = -1;
    }

    private sealed class WithTextId
    {
        public string Id { get; set; } = "";
    }
}
