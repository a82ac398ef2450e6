using Microsoft.ML;
using Microsoft.ML.MultiTask;

/// <summary>Makes what the other jobs find: the decoded images, and a saved model of each precision.</summary>
internal static class PreparationJob
{
    internal static IReadOnlyDictionary<string, double> Run(JobOptions job)
    {
        var mlContext = Job.Context(job);
        var rows = Job.DecodedRows(mlContext, job with { IsDecoded = true });
        int count = RowReading.Read(rows, ["Frame0", "Frame1", .. Job.Tasks.Select(task => task.LabelColumnName)]).Last();
        foreach (var precision in Enum.GetValues<EncoderPrecision>())
            SaveModel(mlContext, rows, job with { Precision = precision });
        return new Dictionary<string, double> { ["rows"] = count };
    }

    // One step is enough: a model's speed does not depend on its weights.
    private static void SaveModel(MLContext mlContext, IDataView rows, JobOptions job)
    {
        using var model = mlContext.MultiTask().Trainers.MultiNetPlusPlus(Job.Options(job) with { Epochs = 1 })
            .Fit(mlContext.Data.TakeRows(rows, 2));
        mlContext.Model.Save(model, rows.Schema, job.ModelPath);
    }
}
