using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML.Tests;

[TestClass]
public sealed class CustomMappingTests
{
    private readonly MLContext _mlContext = new(seed: 1);
    private readonly IDataView _data = NumberedRow.Twenty(new MLContext());

    [TestMethod]
    public void Mapping_AddsItsColumns_OncePerRow()
    {
        int maps = 0;
        var mapped = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>((row, square) =>
        {
            maps++;
            square.Square = row.Id * row.Id;
            square.Text = $"{row.Id}²";
        }, contractName: null).Fit(_data).Transform(_data);
        var rows = _mlContext.Data.CreateEnumerable<SquareRow>(mapped, reuseRowObject: false).ToList();

        Assert.AreEqual("Id,Group,X,K,V,Name,Square,Text", mapped.Schema.Columns());
        Assert.AreEqual(81, rows[9].Square);
        Assert.AreEqual("9²", rows[9].Text);
        Assert.AreEqual(20, maps);
    }

    [TestMethod]
    public void SourceAndDestination_AreOneObjectForAllRows()
    {
        var sources = new HashSet<IdRow>(ReferenceEqualityComparer.Instance);
        var mapped = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>((row, square) =>
        {
            sources.Add(row);
            square.Square += row.Id;   // what was there from the row before
        }, contractName: null).Fit(_data).Transform(_data);

        Assert.AreEqual("0,1,3,6,10", string.Join(",", mapped.GetColumn<int>("Square").Take(5)));
        Assert.HasCount(1, sources);
    }

    [TestMethod]
    public void OutputDefinition_GivesTypeNameAndAnnotations_ToSchemaAndShape()
    {
        var definition = SchemaDefinition.Create(typeof(VectorBox), SchemaDefinition.Direction.Write);
        definition[0].ColumnName = "Pixels";
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Byte, 2, 3);
        definition[0].AddAnnotation("Unit", "m", TextDataViewType.Instance);
        var estimator = _mlContext.Transforms.CustomMapping<Empty, VectorBox>((_, box) =>
            box.Value = new VBuffer<byte>(6, [1, 2, 3, 4, 5, 6]), null, outputSchemaDefinition: definition);
        var shape = estimator.GetOutputSchema(new SchemaShape([]))[0];
        var mapped = estimator.Fit(_data).Transform(_data);

        Assert.AreEqual("Pixels: Vector<Byte, 2, 3> {Unit}", mapped.Schema["Pixels"].ToString());
        Assert.AreEqual("Pixels Vector Byte Unit", $"{shape.Name} {shape.Kind} {shape.ItemType} {shape.Annotations.Single().Name}");
        Assert.AreSequenceEqual(new byte[] { 1, 2, 3, 4, 5, 6 }, mapped.GetColumn<byte[]>("Pixels").First());
    }

    public static IEnumerable<TestDataRow<(DataViewType Type, string Expected)>> Shapes =>
    [
        new((new VectorDataViewType(NumberDataViewType.Byte), "VariableVector Byte False")),
        new((new VectorDataViewType(NumberDataViewType.Byte, 0, 4), "VariableVector Byte False")),
        new((new VectorDataViewType(new KeyDataViewType(typeof(byte), 13), 2), "Vector Byte True")),
    ];

    [TestMethod]
    [DynamicData(nameof(Shapes))]
    public void OutputType_ShowsInTheShape(DataViewType type, string expected)
    {
        var definition = SchemaDefinition.Create(typeof(VectorBox), SchemaDefinition.Direction.Write);
        definition[0].ColumnType = type;
        var shape = _mlContext.Transforms.CustomMapping<Empty, VectorBox>((_, _) => { }, null, outputSchemaDefinition: definition)
            .GetOutputSchema(new SchemaShape([]))[0];

        Assert.AreEqual(expected, $"{shape.Kind} {shape.ItemType} {shape.IsKey}");
    }

    [TestMethod]
    public void InputDefinition_RenamesColumns()
    {
        var definition = SchemaDefinition.Create(typeof(IdRow));
        definition["Id"].ColumnName = "Group";
        var mapped = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>((row, square) => square.Square = row.Id, null, definition)
            .Fit(_data).Transform(_data);

        Assert.AreEqual("0,0,0,0,1", string.Join(",", mapped.GetColumn<int>("Square").Take(5)));
    }

    [TestMethod]
    public void AbsentInput_Throws_NamingIt()
    {
        var estimator = _mlContext.Transforms.CustomMapping<SquareRow, IdRow>((_, _) => { }, contractName: null);

        Assert.Contains("'Square'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => estimator.Fit(_data)).Message);
        Assert.Contains("'Square'", Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            estimator.GetOutputSchema(new SchemaShape([]))).Message);
    }

    [TestMethod]
    public void SavingWithoutContract_Throws()
    {
        var model = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>((_, _) => { }, contractName: null).Fit(_data);

        Assert.ThrowsExactly<InvalidOperationException>(() => _mlContext.Model.Save(model, _data.Schema, new MemoryStream()));
    }

    [TestMethod]
    public void SavedWithContract_LoadsFromTheFactory_InAFreshContext()
    {
        var model = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>(SquareFactory.Map, SquareFactory.Contract).Fit(_data);
        using var stream = new MemoryStream();
        _mlContext.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out var schema);

        Assert.AreEqual(_data.Schema.Columns(), schema.Columns());
        Assert.AreEqual("0,1,4,9,16", string.Join(",", loaded.Transform(_data).GetColumn<int>("Square").Take(5)));
    }

    [TestMethod]
    public void ContractNobodyMade_Throws_OnLoading()
    {
        var model = _mlContext.Transforms.CustomMapping<IdRow, SquareRow>(SquareFactory.Map, "nobody").Fit(_data);
        using var stream = new MemoryStream();
        _mlContext.Model.Save(model, _data.Schema, stream);
        stream.Position = 0;

        var e = Assert.Throws<Exception>(() => new MLContext().Model.Load(stream, out _));
        Assert.Contains("'nobody'", e.GetBaseException().Message);
    }

    private sealed class IdRow
    {
        public int Id { get; set; }
    }

    private sealed class SquareRow
    {
        public int Square { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Empty;

    private sealed class VectorBox
    {
        public VBuffer<byte> Value { get; set; }
    }

    [CustomMappingFactoryAttribute(Contract)]
    private sealed class SquareFactory : CustomMappingFactory<IdRow, SquareRow>
    {
        public const string Contract = "Square";

        public static void Map(IdRow row, SquareRow square) => square.Square = row.Id * row.Id;

        public override Action<IdRow, SquareRow> GetMapping() => Map;
    }
}
