using System.Diagnostics;

namespace Microsoft.ML.Runtime;

/// <summary>Sends text messages, and traces its own start and end.</summary>
internal sealed class Channel : Pipe<ChannelMessage>, IChannel
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private bool _disposed;

    public Channel(HostEnvironment host, string name)
        : base(host, name) => Send(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel started");

    public void Trace(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Trace, sensitivity, fmt);

    public void Trace(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Trace, sensitivity, fmt, args);

    public void Error(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Error, sensitivity, fmt);

    public void Error(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Error, sensitivity, fmt, args);

    public void Warning(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Warning, sensitivity, fmt);

    public void Warning(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Warning, sensitivity, fmt, args);

    public void Info(MessageSensitivity sensitivity, string fmt) => Send(ChannelMessageKind.Info, sensitivity, fmt);

    public void Info(MessageSensitivity sensitivity, string fmt, params object[] args) =>
        Send(ChannelMessageKind.Info, sensitivity, fmt, args);

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            Send(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel finished. Elapsed {0:c}.", Stopwatch.GetElapsedTime(_start));
            Send(ChannelMessageKind.Trace, MessageSensitivity.None, "Channel disposed");
        }
        base.Dispose(disposing);
    }

    private void Send(ChannelMessageKind kind, MessageSensitivity sensitivity, string format, params object[] args) =>
        Send(new ChannelMessage(kind, sensitivity, format, args.Length == 0 ? null : args));
}
