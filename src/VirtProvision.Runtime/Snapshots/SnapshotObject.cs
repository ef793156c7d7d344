using System.Xml.Linq;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>An object of a snapshot as it was written down, or as this run has changed it since.</summary>
/// <param name="read">Its definition, read when first asked for.</param>
internal sealed class SnapshotObject(Func<XElement> read)
{
    private XElement? _definition;
    private XElement? _live;

    /// <summary>The running object's XML, where that was written down beside the definition.</summary>
    public Func<XElement?>? ReadLive { private get; init; }

    /// <summary>The path of a volume, where that is known without its XML.</summary>
    public string? KnownPath { get; init; }

    /// <summary>What libvirt numbers a running domain by; 0 where nobody wrote it down.</summary>
    public int Number { get; init; }

    public bool IsAutostart { get; set; }

    public bool IsPersistent { get; set; } = true;

    public bool IsActive { get; private set; }

    public XElement Definition
    {
        get => _definition ??= read();
        private set => _definition = value;
    }

    /// <summary>The running object's XML; to be changed in place. Only of an active one.</summary>
    public XElement Live => _live ??= ReadLive?.Invoke() ?? new XElement(Definition);

    public Guid? Uuid => Guid.TryParse(Definition.Element("uuid")?.Value, out var uuid) ? uuid : null;

    /// <summary>What runs goes on as it was; the next start uses the new definition.</summary>
    public void Redefine(XElement definition)
    {
        if (IsActive)
        {
            _ = Live;
        }

        Definition = definition;
        IsPersistent = true;
    }

    public SnapshotObject Run()
    {
        IsActive = true;
        return this;
    }

    public void Start() => StartWith(new XElement(Definition));

    /// <summary>Runs with another configuration than its own, until it is stopped.</summary>
    public void StartWith(XElement live)
    {
        IsActive = true;
        _live = live;
    }

    public void Stop()
    {
        IsActive = false;
        _live = null;
    }
}
