using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Disposes of the tensors made on its thread between its creation and its end, but for those moved out.</summary>
public sealed class DisposeScope : IDisposable
{
    private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    private DisposeScopeManager _manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope outer)
    {
        _manager = manager;
        Outer = outer;
    }

    internal DisposeScope Outer { get; set; }

    public IReadOnlyList<IDisposable> DisposablesView => Open()._disposables.ToArray();

    public int DisposablesCount => Open()._disposables.Count;

    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    /// <summary>Moves to the scope around this one, or out of all scopes where there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable => MoveToOther(Outer, disposable);

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        MoveToOther(Outer, first, second);

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => MoveToOther(Outer, first, second, third);

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(Outer, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(Outer, disposables);

    public T MoveToOther<T>(DisposeScope scope, T disposable) where T : IDisposable
    {
        Open().Move(scope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOther<T1, T2>(DisposeScope scope, T1 first, T2 second)
        where T1 : IDisposable where T2 : IDisposable => (MoveToOther(scope, first), MoveToOther(scope, second));

    public (T1 first, T2 second, T3 third) MoveToOther<T1, T2, T3>(DisposeScope scope, T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOther(scope, first), MoveToOther(scope, second), MoveToOther(scope, third));

    public void MoveToOther(DisposeScope scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope scope, IEnumerable<IDisposable> disposables)
    {
        Open();
        foreach (var disposable in disposables) Move(scope, disposable);
    }

    /// <summary>Takes out of all scopes; the caller disposes from now on.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Open().Move(null, disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => MoveToOther(null, (IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Takes over tensors, from whatever scope they are in.</summary>
    public void Attach(IDisposable disposable) => Attach([disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        Open();
        var attached = disposables.ToList();
        foreach (var disposable in attached)
        {
            if (disposable is not Tensor tensor)
                throw new InvalidOperationException("DisposeScope can only manage Tensor or PackedSequence");
            if (tensor.Scope == this) continue;
            tensor.Scope?._disposables.Remove(tensor);
            Add(tensor);
            tensor.Scope = this;
            _manager.Counts.TensorStatistics.AttachedToScopeCount++;
        }
        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        Open();
        var all = _disposables;
        _disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in all)
            if (!_disposables.Contains(disposable)) disposable.Dispose();
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>Forgets a tensor that was disposed of elsewhere.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        Open()._disposables.Remove(disposable);
        if (disposable is Tensor tensor) tensor.Scope = null;
    }

    public void Dispose()
    {
        if (_manager is null) return;
        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    internal void Add(Tensor tensor) => _disposables.Add(tensor);

    /// <summary>Lets <paramref name="replacement"/> take a tensor's place in the scope the tensor is in.</summary>
    internal static void Replace(Tensor original, Tensor replacement)
    {
        if (original.Scope is not { } scope) return;
        scope._disposables.Remove(original);
        original.Scope = null;
        scope.Add(replacement);
        replacement.Scope = scope;
    }

    private void Move(DisposeScope scope, IDisposable disposable)
    {
        if (!_disposables.Remove(disposable) || disposable is not Tensor tensor) return;
        tensor.Scope = scope;
        if (scope is null) _manager.Counts.TensorStatistics.DetachedFromScopeCount++;
        else scope.Add(tensor);
    }

    private DisposeScope Open()
    {
        ObjectDisposedException.ThrowIf(_manager is null, this);
        return this;
    }
}
