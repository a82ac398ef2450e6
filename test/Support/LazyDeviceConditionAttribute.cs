namespace Microsoft.ML.MultiTask.Tests;

/// <summary>A test that needs <see cref="LazyDevice"/>; reported as skipped where libtorch does not export it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LazyDeviceConditionAttribute() : ConditionBaseAttribute(ConditionMode.Include)
{
    public override string GroupName => nameof(LazyDevice);

    public override bool IsConditionMet => LazyDevice.IsAvailable;
}
