using System.Threading.Channels;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt;

/// <summary>
/// A subscription: from the moment one has it, everything that happens is kept until it is read. Read it with <c>await foreach</c>, once; dispose of it to unsubscribe,
/// which ends the reading. When the connection ends, the reading throws what ended it.
/// </summary>
public sealed class LibvirtEvents<T> : IAsyncEnumerable<T>, IAsyncDisposable, IEventSink
{
    private const int Capacity = 16_384;

    private readonly Channel<T> _events = Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { SingleWriter = true });
    private readonly XdrRead<T> _read;
    private Func<Task>? _unsubscribe;

    internal LibvirtEvents(XdrRead<T> read) => _read = read;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _events.Reader.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _unsubscribe, null) is { } unsubscribe)
        {
            _events.Writer.TryComplete();
            await unsubscribe().ConfigureAwait(false);
        }
    }

    void IEventSink.Deliver(ref XdrReader reader)
    {
        var @event = _read(ref reader);
        reader.ExpectEnd();
        if (!_events.Writer.TryWrite(@event))
        {
            _events.Writer.TryComplete(new LibvirtEventsLostException($"More than {Capacity} events were waiting to be read."));
        }
    }

    void IEventSink.End(Exception reason) => _events.Writer.TryComplete(reason);

    internal void OnDispose(Func<Task> unsubscribe) => _unsubscribe = unsubscribe;
}
