using static TorchSharp.torch;

namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A test that needs a CUDA device; reported as skipped without one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaConditionAttribute() : ConditionBaseAttribute(ConditionMode.Include)
{
    public override string GroupName => "Cuda";

    public override bool IsConditionMet => cuda.is_available();
}
