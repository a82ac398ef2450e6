using System.Collections.Concurrent;

namespace Microsoft.ML.Runtime;

/// <summary>The root environment of an MLContext, or a named host below it with its own random numbers.</summary>
internal sealed class HostEnvironment : IHost
{
    private readonly HostEnvironment _parent;
    private readonly ConcurrentDictionary<string, object> _options;

    public HostEnvironment(int? seed)
    {
        Seed = seed;
        Rand = MLRandom.Create(seed);
        ComponentCatalog = new ComponentCatalog();
        _options = [];
        Listeners = [];
    }

    private HostEnvironment(HostEnvironment parent, string name, int? seed)
    {
        Check.NonEmpty(name, nameof(name));
        _parent = parent;
        lock (parent.Rand) Rand = seed.HasValue ? MLRandom.Create(seed) : new MLRandom(parent.Rand);
        Seed = parent.Seed;
        ShortName = name;
        ParentName = parent._parent?.FullName;   // a host names its grandparent: hosts are shown below the components that own them
        ComponentCatalog = parent.ComponentCatalog;
        TempFilePath = parent.TempFilePath;
        GpuDeviceId = parent.GpuDeviceId;
        FallbackToCpu = parent.FallbackToCpu;
        _options = parent._options;
        Listeners = parent.Listeners;
    }

    public int? Seed { get; }

    public Random Rand { get; }

    public ComponentCatalog ComponentCatalog { get; }

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public bool FallbackToCpu { get; set; }

    public int? GpuDeviceId { get; set; }

    public string ShortName { get; }

    public string ParentName { get; }

    public string FullName => ParentName == null ? ShortName : $"{ParentName}; {ShortName}";

    public string ContextDescription => "HostEnvironment";

    /// <summary>Called with the full name of the source and the message; shared by a root and its hosts.</summary>
    public List<Action<string, ChannelMessage>> Listeners { get; }

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        if (ex == null) return null;
        ex.Data["Throwing component"] = _parent == null ? "Environment" : ShortName;
        if (_parent != null) ex.Data["Parent component"] = ParentName;
        return ex;
    }

    public IHost Register(string name, int? seed = null, bool? verbose = null) => new HostEnvironment(this, name, seed);

    public IChannel Start(string name) => new Channel(this, name);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new Pipe<TMessage>(this, name);

    public IProgressChannel StartProgressChannel(string name)
    {
        Check.NonEmpty(name, nameof(name));
        return new SilentProgress();
    }

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(Key(name), value);

    public void SetOption<T>(string name, T value) => _options[Key(name)] = value;

    public bool TryGetOption<T>(string name, out T value)
    {
        bool found = _options.TryGetValue(Key(name), out var option) && option is T;
        value = found ? (T)option : default;
        return found;
    }

    public T GetOptionOrDefault<T>(string name) => (T)_options.GetOrAdd(Key(name), default(T));

    public bool RemoveOption(string name) => _options.TryRemove(Key(name), out _);

    private static string Key(string name) => string.IsNullOrWhiteSpace(name) ? throw new ArgumentNullException(nameof(name)) : name;
}
