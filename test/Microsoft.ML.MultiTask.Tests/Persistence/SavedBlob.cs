namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A model of 4 MB that is one number, saved and loaded as every model is.</summary>
internal sealed class SavedBlob(byte number, Action? halfway = null) : ITransformer
{
    private const string Signature = "SAVEBLOB";
    private const int Length = 4 << 20;

    public bool IsRowToRowMapper => false;

    internal static void Save(string path, byte number, Action? halfway = null) =>
        new MLContext(1).MultiTask().Save(new SavedBlob(number, halfway), null, path);

    /// <summary>The number; the loader checks that the file is whole.</summary>
    internal static int Load(string path)
    {
        var mlContext = new MLContext(1);
        MLNetModelFormat.Register(mlContext, Signature, typeof(SavedBlob), (_, streams) => new SavedBlob(streams["first"][0]));
        return ((SavedBlob)mlContext.MultiTask().Load(path, out _)).Number;
    }

    /// <summary>What a child process does: saves until it is killed, or its parent is, which closes its input.</summary>
    internal static void SaveUntilKilled(string how, string path)
    {
        var parent = Task.Run(Console.In.ReadToEnd);
        if (how == "halfway")
            Save(path, 7, () =>
            {
                Console.WriteLine("halfway");
                parent.Wait();
            });
        for (byte number = 10; !parent.IsCompleted; number = (byte)(10 + (number % 100)))
        {
            Save(path, number);
            Console.WriteLine("saved");
        }
    }

    private byte Number => number;

    public void Save(ModelSaveContext ctx)
    {
        var noise = new byte[Length];                              // does not compress
        new Random(1).NextBytes(noise);
        noise[0] = number;
        MLNetModelFormat.Save(ctx, Signature, typeof(SavedBlob), new Dictionary<string, byte[]> { ["first"] = noise, ["second"] = [number] });
        halfway?.Invoke();
    }

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

    public IDataView Transform(IDataView input) => input;

    public Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();
}
