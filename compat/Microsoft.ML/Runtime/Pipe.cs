namespace Microsoft.ML.Runtime;

/// <summary>Sends messages of a type in the name of a host; only channel messages have listeners.</summary>
internal class Pipe<TMessage> : IPipe<TMessage>
{
    private readonly HostEnvironment _host;
    private readonly string _name;

    public Pipe(HostEnvironment host, string name)
    {
        _host = host;
        _name = name;
    }

    public string ContextDescription => FullName;

    private string FullName => string.IsNullOrEmpty(_host.FullName) ? _name : $"{_host.FullName}; {_name}";

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (_host.Process(ex) != null) ex.Data["Phase"] = _name;
        return ex;
    }

    public void Send(TMessage msg)
    {
        if (msg is not ChannelMessage message) return;
        foreach (var listener in _host.Listeners) listener(FullName, message);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
