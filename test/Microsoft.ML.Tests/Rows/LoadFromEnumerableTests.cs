using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class LoadFromEnumerableTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Schema_HasFieldsThenProperties_WithTheirTypes()
    {
        var data = NumberedRow.Twenty(_mlContext);

        Assert.AreEqual("Id: Int32 | Group: Int32 | X: Single | K: Key<UInt32, 0-4> | V: Vector<Single, 2> | Name: String",
            string.Join(" | ", data.Schema));
        Assert.IsFalse(data.CanShuffle);
        Assert.AreEqual(20L, data.GetRowCount());
    }

    [TestMethod]
    public void Keys_BecomeOneBased_AndZeroOutOfRange() =>
        Assert.AreSequenceEqual(new uint[] { 1, 2, 3, 4, 5, 0, 1 }, NumberedRow.Twenty(_mlContext).GetColumn<uint>("K").Take(7).ToArray());

    [TestMethod]
    public void RowCount_OfASequence_IsUnknown_AndItIsReadAnewByEachCursor()
    {
        int reads = 0;
        IEnumerable<NumberedRow> Rows()
        {
            reads++;
            yield return new NumberedRow { Id = 7 };
        }
        var data = _mlContext.Data.LoadFromEnumerable(Rows());

        Assert.IsNull(data.GetRowCount());
        Assert.AreEqual("7", data.Ids());
        Assert.AreEqual("7", data.Ids());
        Assert.AreEqual(2, reads);
    }

    [TestMethod]
    public void NullText_IsEmpty_AndNullVector_HasNoItems()
    {
        var data = _mlContext.Data.LoadFromEnumerable([new NumberedRow { Name = null!, V = null! }]);

        Assert.AreEqual("", data.GetColumn<string>("Name").Single());
        Assert.IsEmpty(data.GetColumn<float[]>("V").Single());
    }

    [TestMethod]
    public void SchemaDefinition_RenamesAndSizes_AndAddsAnnotations()
    {
        var definition = SchemaDefinition.Create(typeof(NumberedRow));
        definition["V"].ColumnName = "Pixels";
        definition["Pixels"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, 2);
        definition["Name"].AddAnnotation("Language", "en", TextDataViewType.Instance);
        definition["Name"].AddAnnotation("Words", new[] { "a", "b" }, new VectorDataViewType(TextDataViewType.Instance, 2));
        var data = _mlContext.Data.LoadFromEnumerable([new NumberedRow()], definition);
        ReadOnlyMemory<char> language = default;
        VBuffer<ReadOnlyMemory<char>> words = default;
        data.Schema["Name"].Annotations.GetValue("Language", ref language);
        data.Schema["Name"].Annotations.GetValue("Words", ref words);

        Assert.AreEqual("Vector<Single, 1, 2>", data.Schema["Pixels"].Type.ToString());
        Assert.AreEqual("en", language.ToString());
        Assert.AreEqual("b", words.GetItemOrDefault(1).ToString());
        Assert.ThrowsExactly<InvalidOperationException>(() =>
            definition["Name"].AddAnnotation("Language", "de", TextDataViewType.Instance));
        Assert.ThrowsExactly<InvalidOperationException>(() => definition["Name"].AddAnnotation("Count", "de", NumberDataViewType.Int32));
    }

    [TestMethod]
    public void Schema_GivesMembersItsTypes()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Single, 2, 1));
        var data = _mlContext.Data.LoadFromEnumerable([new NumberedRow()], builder.ToSchema());

        Assert.AreEqual("Vector<Single, 2, 1>", data.Schema["V"].Type.ToString());
        builder.AddColumn("Absent", NumberDataViewType.Int32);
        var e = Assert.ThrowsExactly<InvalidOperationException>(() =>
            _mlContext.Data.LoadFromEnumerable([new NumberedRow()], builder.ToSchema()));
        Assert.Contains("Absent", e.Message);
    }

    [TestMethod]
    public void Cursor_GivesValuesOnlyOfActiveColumns_InTheirType()
    {
        var data = NumberedRow.Twenty(_mlContext);
        using var cursor = data.GetRowCursor([data.Schema["Id"]]);

        Assert.IsTrue(cursor.IsColumnActive(data.Schema["Id"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["X"]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => cursor.GetGetter<float>(data.Schema["X"]));
        Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<float>(data.Schema["Id"]));
    }

    [TestMethod]
    public void Position_IsMinusOne_BeforeAndAfterTheRows()
    {
        var data = NumberedRow.Twenty(_mlContext);
        using var cursor = data.GetRowCursor(data.Schema);
        Assert.AreEqual(-1L, cursor.Position);
        for (long position = 0; cursor.MoveNext(); position++) Assert.AreEqual(position, cursor.Position);

        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void BadTypes_Throw_NamingTheMember()
    {
        var unknown = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Data.LoadFromEnumerable<WithObject>([]));
        Assert.Contains("member Anything", unknown.Message);
        var twice = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Data.LoadFromEnumerable<WithOneNameTwice>([]));
        Assert.Contains("'A'", twice.Message);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Data.LoadFromEnumerable<WithVectorTypeOnScalar>([]));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _mlContext.Data.LoadFromEnumerable<WithKeyTypeOnInt>([]));
        Assert.ThrowsExactly<ArgumentNullException>(() => _mlContext.Data.LoadFromEnumerable<NumberedRow>(null));
        Assert.ThrowsExactly<InvalidOperationException>(() => _mlContext.Data.LoadFromEnumerable(new NumberedRow[] { null! }).Ids());
    }

    private sealed class WithObject
    {
        public object? Anything { get; set; }
    }

    private sealed class WithOneNameTwice
    {
        public int A { get; set; }

        [ColumnName("A")]
        public int B { get; set; }
    }

    private sealed class WithVectorTypeOnScalar
    {
        [VectorType(3)]
        public int A { get; set; }
    }

    private sealed class WithKeyTypeOnInt
    {
        [KeyType(3)]
        public int A { get; set; }
    }
}
