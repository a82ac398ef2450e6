using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

[TestClass]
public sealed class EncodedFramesTests : IDisposable
{
    private readonly MultiTaskModel _model = UntrainedModel.Network();
    private readonly MultiNetPlusPlusNetwork _network;

    public EncodedFramesTests()
    {
        _model.Network.eval();
        _network = _model.Fold(EncoderPrecision.Full);
    }

    public void Dispose()
    {
        _network.Dispose();
        _model.Dispose();
    }

    /// <summary>Each row is the pair (frame, its predecessor); 0 stands for the same picture wherever it appears.</summary>
    [TestMethod]
    [DataRow("1,0 2,1 3,2|4,3 5,4 6,5", DisplayName = "a video")]
    [DataRow("0,0 1,0 2,1|3,2 4,3", DisplayName = "a video whose first frame stands in for its predecessor")]
    [DataRow("1,0 2,1|8,7 9,8|3,2 4,3", DisplayName = "another video in between")]
    [DataRow("5,4 2,1 9,8|3,2 6,5 1,0", DisplayName = "shuffled")]
    [DataRow("1,0 1,0 1,0|1,0 1,1", DisplayName = "the same row again")]
    [DataRow("3,2 2,1 1,0|0,9", DisplayName = "backwards")]
    public void Encode_FramesThatRowsShare_GivesTheFeaturesOfEachFrameAlone(string batches)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var frames = new EncodedFrames();
        foreach (var text in batches.Split('|'))
        {
            int[][] rows = [.. text.Split(' ').Select(row => row.Split(',').Select(int.Parse).ToArray())];
            using var batch = Batch(rows);
            var perStream = frames.Encode(batch, _model, _network);
            for (int row = 0; row < rows.Length; row++)
                for (int s = 0; s < 2; s++)
                {
                    var alone = _network.Encode(_model.Normalize(Picture(rows[row][s]).unsqueeze(0)));
                    TensorAssert.AreClose(alone.ThirtySecond, perStream[s].ThirtySecond.narrow(0, row, 1), rtol: 1e-4, atol: 1e-4);
                    TensorAssert.AreClose(alone.Eighth, perStream[s].Eighth.narrow(0, row, 1), rtol: 1e-4, atol: 1e-4);
                }
        }
    }

    private static HostBatch Batch(int[][] rows)
    {
        var type = new VectorDataViewType(NumberDataViewType.Byte, 3, ToyScenes.Height, ToyScenes.Width);
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Frame0", type);
        builder.AddColumn("Frame1", type);
        var batch = new HostBatch(FrameColumns.Resolve(builder.ToSchema(), null), tasks: [], capacity: 4) { Rows = rows.Length };
        for (int row = 0; row < rows.Length; row++)
            for (int s = 0; s < 2; s++)
            {
                using var picture = Picture(rows[row][s]);
                picture.bytes.CopyTo(batch.FramePixels(s, row));
            }
        return batch;
    }

    private static Tensor Picture(int number) =>
        ((arange(3 * ToyScenes.Height * ToyScenes.Width) * (7 + 2 * number)).remainder(251)).to(ScalarType.Byte).reshape(3, ToyScenes.Height, ToyScenes.Width);
}
