using System.Buffers.Binary;
using System.Net.Sockets;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Xdr;

namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// The one writer of a connection. Messages are encoded into a buffer that fills while the one before it is being sent, so calls made together leave together:
/// one send for a window of calls, instead of a system call each.
/// </summary>
internal sealed class MessageSender(Stream transport, Action<LibvirtException> failed) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private WireBuffer _filling = new();
    private WireBuffer _leaving = new();
    private TaskCompletionSource? _batch;
    private LibvirtException? _failure;
    private bool _sending;
    private bool _held;

    /// <summary>Whether a batch is on its way, or the one after it is being looked for.</summary>
    public bool IsSending
    {
        get
        {
            lock (_gate)
            {
                return _sending;
            }
        }
    }

    /// <summary>Puts a message in line.</summary>
    /// <exception cref="ArgumentException">The arguments don't fit the protocol; nothing was put in line.</exception>
    public void Send<TArgs>(MessageHeader header, XdrWrite<TArgs> write, TArgs args)
    {
        lock (_gate)
        {
            Encode(header, write, args);
        }
    }

    /// <summary>Puts a message with a bare payload in line and completes when the transport has taken it: how a stream keeps from piling up what it sends.</summary>
    public Task SendAsync(MessageHeader header, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return Task.FromException(_failure);
            }

            Encode<Nothing>(header, Nothing.Write, default, payload);
            _batch ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _batch.Task;
        }
    }

    /// <summary>Lets messages gather until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            _held = false;
            Start();
        }
    }

    /// <summary>Ends what is in line.</summary>
    public void Stop(LibvirtException reason)
    {
        TaskCompletionSource? batch;
        lock (_gate)
        {
            _failure ??= reason;
            batch = _batch;
            _batch = null;
        }

        batch?.TrySetException(reason);
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

    private void Encode<TArgs>(MessageHeader header, XdrWrite<TArgs> write, TArgs args, ReadOnlySpan<byte> payload = default)
    {
        if (_failure is not null)
        {
            return;
        }

        var start = _filling.Length;
        try
        {
            var writer = new XdrWriter(_filling);
            writer.WriteUInt32(0);
            header.Write(ref writer);
            write(ref writer, args);
            payload.CopyTo(_filling.Take(payload.Length));
            var length = _filling.Length - start;
            if (length > ProtocolLimits.Message + ProtocolLimits.LengthWord)
            {
                throw new ArgumentException($"A message of {length} bytes is longer than the {ProtocolLimits.Message} that libvirt takes.", nameof(args));
            }

            BinaryPrimitives.WriteInt32BigEndian(_filling.From(start), length);
        }
        catch
        {
            _filling.CutTo(start);
            throw;
        }

        Start();
    }

    // On another thread on purpose: the caller goes on to make its next calls, which join this batch.
    private void Start()
    {
        if (!_sending && !_held && _filling.Length > 0 && _failure is null)
        {
            _sending = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task SendAllAsync()
    {
        TaskCompletionSource? batch = null;
        try
        {
            while (TakeBatch(out batch))
            {
                await transport.WriteAsync(_leaving.Memory).ConfigureAwait(false);
                await transport.FlushAsync().ConfigureAwait(false);
                batch?.TrySetResult();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException or OperationCanceledException)
        {
            var lost = new LibvirtConnectionLostException($"The connection to libvirt broke while sending: {exception.Message}", exception);
            batch?.TrySetException(lost);
            failed(lost);
        }
    }

    private bool TakeBatch(out TaskCompletionSource? batch)
    {
        lock (_gate)
        {
            _leaving.Clear();
            if (_filling.Length == 0 || _held || _failure is not null)
            {
                // Whoever waits for what is held back goes on waiting: it leaves with the next batch.
                batch = null;
                _sending = false;
                return false;
            }

            (batch, _batch) = (_batch, null);
            (_filling, _leaving) = (_leaving, _filling);
            return true;
        }
    }
}
