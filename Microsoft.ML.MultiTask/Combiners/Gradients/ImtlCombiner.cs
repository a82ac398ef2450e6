namespace Microsoft.ML.MultiTask;

public abstract partial class LossCombiner
{
    /// <summary>IMTL: <see cref="ImtlL"/> balances the losses, then <see cref="ImtlG"/> their gradients.</summary>
    /// <remarks>
    /// Liu, Li, Kuang, Xue, Chen, Yang, Liao, Zhang: "Towards Impartial Multi-task Learning", ICLR 2021, algorithm 1. Costs one backward
    /// pass per task; each decoder gets the gradient of its own balanced loss, exp(s) times its loss's.
    /// <para>Use it where losses' scales differ: the decoders are balanced as well as the encoder.</para>
    /// </remarks>
    /// <returns>The combiner.</returns>
    public static GradientCombiner Imtl() => ImtlL().Then(ImtlG());
}
