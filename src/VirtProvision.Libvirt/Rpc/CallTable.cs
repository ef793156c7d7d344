namespace VirtProvision.Libvirt.Rpc;

/// <summary>
/// The calls of a connection: those under way, by serial, and those that wait for their turn because the window is full. Not safe by itself; the connection locks it.
/// A reply makes room for the next call on the spot, without waking anybody for it.
/// </summary>
internal sealed class CallTable(int window)
{
    private readonly Dictionary<uint, PendingCall> _underWay = [];
    private readonly Queue<PendingCall> _waiting = [];
    private readonly HashSet<uint> _abandoned = [];
    private uint _lastSerial;

    /// <summary>How many calls the server still works on, those among them that nobody waits for any more.</summary>
    public int UnderWay => _underWay.Count + _abandoned.Count;

    /// <summary>Takes a call in; gives it back with a serial when it is to be sent now.</summary>
    public PendingCall? Add(PendingCall call)
    {
        if (_underWay.Count >= window)
        {
            _waiting.Enqueue(call);
            return null;
        }

        return Start(call);
    }

    /// <summary>Ends a call that is under way; null when none has that serial.</summary>
    /// <param name="abandon">Its reply is still to come, and will be passed over.</param>
    /// <param name="next">The call whose turn it is now, with a serial.</param>
    public PendingCall? Take(uint serial, bool abandon, out PendingCall? next)
    {
        next = null;
        if (!_underWay.Remove(serial, out var call))
        {
            return null;
        }

        Finish(call);
        if (abandon)
        {
            _abandoned.Add(serial);
        }

        while (next is null && _waiting.TryDequeue(out var waiting))
        {
            next = waiting.IsOver ? null : Start(waiting);
        }

        return call;
    }

    public PendingCall[] TakeAll()
    {
        PendingCall[] all = [.. _underWay.Values, .. _waiting.Where(call => !call.IsOver)];
        Array.ForEach(all, Finish);
        _underWay.Clear();
        _waiting.Clear();
        _abandoned.Clear();
        return all;
    }

    public PendingCall[] Overdue(long now) => _underWay.Count == 0 ? [] : [.. _underWay.Values.Where(call => call.Deadline <= now)];

    /// <summary>Whether a message under this serial belongs to a call that was given up.</summary>
    /// <param name="last">No further message will come under it.</param>
    public bool PassOver(uint serial, bool last) => last ? _abandoned.Remove(serial) : _abandoned.Contains(serial);

    private static void Finish(PendingCall call)
    {
        call.IsOver = true;
        call.Cancellation.Unregister();
    }

    // 0 is the serial of events; after four billion calls the numbers start again, past those still in use.
    private PendingCall Start(PendingCall call)
    {
        do
        {
            _lastSerial++;
        }
        while (_lastSerial == 0 || _underWay.ContainsKey(_lastSerial) || _abandoned.Contains(_lastSerial));
        call.Serial = _lastSerial;
        _underWay.Add(_lastSerial, call);
        return call;
    }
}
