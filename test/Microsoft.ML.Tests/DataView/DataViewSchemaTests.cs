using Microsoft.ML.Data;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class DataViewSchemaTests
{
    private static DataViewSchema TwoOfOneName
    {
        get
        {
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("A", NumberDataViewType.Int32);
            builder.AddColumn("B", TextDataViewType.Instance);
            builder.AddColumn("A", NumberDataViewType.Single);
            return builder.ToSchema();
        }
    }

    [TestMethod]
    public void LastColumnOfAName_HidesTheOthers()
    {
        Assert.AreEqual("[A],B,A", TwoOfOneName.Columns());
        Assert.AreEqual(2, TwoOfOneName["A"].Index);
        Assert.AreEqual(NumberDataViewType.Single, TwoOfOneName["A"].Type);
        Assert.IsTrue(TwoOfOneName[0].IsHidden);
    }

    [TestMethod]
    public void Lookup_OfAnAbsentColumn_ThrowsOrGivesNull()
    {
        var schema = TwoOfOneName;

        Assert.IsNull(schema.GetColumnOrNull("C"));
        var e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema["C"]);
        Assert.Contains("'C'", e.Message);
        Assert.ThrowsExactly<ArgumentNullException>(() => schema[""]);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => schema[3]);
    }

    [TestMethod]
    public void ToString_NamesTypeAndAnnotations()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue("Unit", TextDataViewType.Instance, "m".AsMemory());
        annotations.AddPrimitiveValue("Scale", NumberDataViewType.Single, 2f);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Depth", NumberDataViewType.Single, annotations.ToAnnotations());

        Assert.AreEqual("Depth: Single {Unit, Scale}", builder.ToSchema()[0].ToString());
        Assert.AreEqual("1 columns", builder.ToSchema().ToString());
    }

    [TestMethod]
    public void Annotations_GiveTheirValues()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Scale", NumberDataViewType.Single, 2f);
        builder.Add<VBuffer<int>>("Sizes", new VectorDataViewType(NumberDataViewType.Int32, 2), (ref VBuffer<int> value) =>
            value = new VBuffer<int>(2, [4, 5]));
        var annotations = builder.ToAnnotations();
        float scale = 0;
        VBuffer<int> sizes = default;
        annotations.GetValue("Scale", ref scale);
        annotations.GetGetter<VBuffer<int>>(annotations.Schema["Sizes"])(ref sizes);

        Assert.AreEqual(2f, scale);
        Assert.AreSequenceEqual(new[] { 4, 5 }, sizes.GetValues().ToArray());
        Assert.AreEqual("Scale, Sizes", annotations.ToString());
    }

    [TestMethod]
    public void Annotations_SelectedFromOthers()
    {
        var all = new DataViewSchema.Annotations.Builder();
        all.AddPrimitiveValue("A", NumberDataViewType.Int32, 1);
        all.AddPrimitiveValue("B", NumberDataViewType.Int32, 2);
        var some = new DataViewSchema.Annotations.Builder();
        some.Add(all.ToAnnotations(), kind => kind == "B");
        some.Add(null, _ => true);

        Assert.AreEqual("B", some.ToAnnotations().ToString());
    }

    [TestMethod]
    public void Annotations_OfAnotherType_OrAbsent_Throw()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Scale", NumberDataViewType.Single, 2f);
        var annotations = builder.ToAnnotations();
        int number = 0;

        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Unit", ref number));
        Assert.ThrowsExactly<InvalidOperationException>(() => annotations.GetValue("Scale", ref number));
        Assert.ThrowsExactly<ArgumentException>(() => builder.AddPrimitiveValue("Scale", NumberDataViewType.Single, 2));
        var e = Assert.Throws<Exception>(() => builder.Add("Scale", NumberDataViewType.Single,
            (Delegate)(ValueGetter<int>)((ref int value) => value = 1)));
        Assert.IsInstanceOfType<ArgumentException>(e.GetBaseException());
    }

    [TestMethod]
    public void SlotNamesAndKeyValues_AreFoundWhereTheirSizeFits()
    {
        var names = new VBuffer<ReadOnlyMemory<char>>(2, ["a".AsMemory(), "b".AsMemory()]);
        var builder = new DataViewSchema.Annotations.Builder();
        var textType = new VectorDataViewType(TextDataViewType.Instance, 2);
        builder.Add<VBuffer<ReadOnlyMemory<char>>>("SlotNames", textType, names.CopyTo);
        builder.Add<VBuffer<ReadOnlyMemory<char>>>("KeyValues", textType, names.CopyTo);
        builder.AddPrimitiveValue("IsNormalized", BooleanDataViewType.Instance, true);
        var schemaBuilder = new DataViewSchema.Builder();
        schemaBuilder.AddColumn("V2", new VectorDataViewType(NumberDataViewType.Single, 2), builder.ToAnnotations());
        schemaBuilder.AddColumn("V3", new VectorDataViewType(NumberDataViewType.Single, 3), builder.ToAnnotations());
        schemaBuilder.AddColumn("K2", new KeyDataViewType(typeof(uint), 2), builder.ToAnnotations());
        var schema = schemaBuilder.ToSchema();
        VBuffer<ReadOnlyMemory<char>> values = default;
        schema["K2"].GetKeyValues(ref values);

        Assert.IsTrue(schema["V2"].HasSlotNames());
        Assert.IsFalse(schema["V3"].HasSlotNames());
        Assert.IsTrue(schema["K2"].HasKeyValues());
        Assert.IsFalse(schema["K2"].HasKeyValues(NumberDataViewType.Int32));
        Assert.IsFalse(schema["V2"].HasKeyValues());
        Assert.IsTrue(schema["V3"].IsNormalized());
        Assert.AreEqual("b", values.GetItemOrDefault(1).ToString());
    }
}
