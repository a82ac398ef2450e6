namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager t_instance;

    internal static DisposeScopeManager ThreadSingleton => t_instance ??= new();

    /// <summary>Counts of the calling thread's tensors.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.Counts;

    internal ThreadDisposeScopeStatistics Counts { get; } = new();
    internal DisposeScope Current { get; private set; }

    internal DisposeScope Push() => Current = new DisposeScope(this, Current);

    /// <summary>Takes a scope out of the stack, wherever it is.</summary>
    internal void Remove(DisposeScope scope)
    {
        if (Current == scope)
        {
            Current = scope.Outer;
            return;
        }
        for (var inner = Current; inner is not null; inner = inner.Outer)
            if (inner.Outer == scope) inner.Outer = scope.Outer;
    }

    /// <summary>Puts a new tensor into the current scope, which is returned; null where there is none.</summary>
    internal DisposeScope Register(torch.Tensor tensor)
    {
        if (Current is null) Counts.TensorStatistics.CreatedOutsideScopeCount++;
        else
        {
            Counts.TensorStatistics.CreatedInScopeCount++;
            Current.Add(tensor);
        }
        return Current;
    }

    internal void CountDisposal(torch.Tensor tensor)
    {
        if (tensor.Scope is null) Counts.TensorStatistics.DisposedOutsideScopeCount++;
        else Counts.TensorStatistics.DisposedInScopeCount++;
    }
}
