using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>
/// A test that needs oneDNN's convolutions, which libtorch has on x86, or its bfloat16 ones, which need AVX-512 and no limit below that;
/// reported as skipped elsewhere. It goes by the processor, not by what the package finds out.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OneDnnConditionAttribute(bool bfloat16 = false) : ConditionBaseAttribute(ConditionMode.Include)
{
    public override string GroupName => bfloat16 ? "oneDNN, bfloat16" : "oneDNN";

    public override bool IsConditionMet =>
        X86Base.IsSupported && (!bfloat16 || (Avx512BW.IsSupported && Environment.GetEnvironmentVariable("ONEDNN_MAX_CPU_ISA") is null));
}
