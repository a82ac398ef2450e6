namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A folder with the sequence "a" as <see cref="FrameFolders"/> writes it, and what LoadFrames makes of its rows.</summary>
internal sealed class LoadFramesFixture : IDisposable
{
    public MLContext MLContext { get; } = new(seed: 1);

    public TemporaryFolder Folder { get; } = new();

    public IDataView WriteRows(int frames)
    {
        FrameFolders.Write(Folder, "a", [.. Enumerable.Range(0, frames)]);
        FrameFolders.WriteLabels(Folder, "a", [.. Enumerable.Range(0, frames)]);
        return Rows();
    }

    public IDataView Rows() => new MultiTaskDataCatalog(MLContext).LoadFrameFolders(Folder.Path);

    public LoadFramesEstimator LoadFrames(int height, int width) => new MultiTaskTransformsCatalog(MLContext).LoadFrames(height, width);

    public LoadFramesEstimator LoadFrames(LoadFramesOptions options) => new MultiTaskTransformsCatalog(MLContext).LoadFrames(options);

    public IDataView Load(IDataView rows, int height = FrameFolders.Height, int width = FrameFolders.Width) =>
        LoadFrames(height, width).Fit(rows).Transform(rows);

    /// <summary>The path of a frame.</summary>
    public string Frame(int number) => Path.Combine(Folder.Path, "a", "frames", $"{number:D6}.png");

    public SchemaShape ShapeOf(DataViewSchema schema) =>
        new(schema.Where(column => !column.IsHidden)
            .Select(column => SchemaShapes.Column(MLContext, column.Name, column.Type, column.Annotations)));

    public void Dispose() => Folder.Dispose();
}
