using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Fakes;

/// <summary>A host in memory that keeps libvirt's rules about what exists and what runs, and fails where a test says so.</summary>
internal sealed class FakeHypervisor : IHypervisor
{
    private readonly Lock _gate = new();

    public FakeHypervisor() => FakeGuests = new FakeGuests(this);

    public FakeGuests FakeGuests { get; }

    public IGuestReader Guests => FakeGuests;

    public IGuestControl GuestControl => FakeGuests;

    public Dictionary<ResourceId, FakeObject> Objects { get; } = [];

    /// <summary>Every call that changes something, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The number (from 1) of the changing call that fails; 0 for none.</summary>
    public int FailAt { get; set; }

    public bool FailureLosesConnection { get; set; }

    /// <summary>Whether the failing call takes effect before it fails, as when only the reply is lost.</summary>
    public bool FailureAfterEffect { get; set; }

    public bool GuestsShutDown { get; set; } = true;

    public bool KnowsReflink { get; set; } = true;

    /// <summary>Domains that keep the memory of their last run.</summary>
    public HashSet<ResourceId> SavedStates { get; } = [];

    /// <summary>What pulling a disk does.</summary>
    public Action<ResourceId, string>? OnPull { get; set; }

    public Func<ResourceId, bool> Starts { get; set; } = static _ => true;

    /// <summary>What a domain's console prints; its end is the guest's.</summary>
    public Func<ResourceId, Stream> Console { get; set; } = static _ => Stream.Null;

    /// <summary>What a guest agent answers.</summary>
    public Func<ResourceId, string, string?> Agent { get; set; } = static (_, _) => null;

    /// <summary>Called before each changing call.</summary>
    public Action<string>? OnCall { get; set; }

    private bool IsLost { get; set; }

    public string State => string.Join('\n', Objects.OrderBy(static pair => pair.Key.ToString(), StringComparer.Ordinal)
        .Select(static pair => $"{pair.Key} {(pair.Value.IsActive ? "active" : "inactive")}{(pair.Value.Autostart ? " autostart" : "")} {pair.Value.Content}".TrimEnd()));

    public Task<ObservedHost> ObserveAsync(ObservationRequest request, CancellationToken cancellationToken) => Read(() =>
    {
        var found = ImmutableDictionary.CreateBuilder<ResourceId, ObservedResource>();
        foreach (var id in request.Declared)
        {
            if (Objects.TryGetValue(id, out var item))
            {
                found[id] = new ObservedResource(id, new XElement(item.Xml), item.IsActive ? new XElement(item.LiveXml ?? item.Xml) : null, item.Autostart);
            }
        }

        var others = Objects.Where(pair => request.WithAllDomains && pair.Key.Kind == ResourceKind.Domain && !found.ContainsKey(pair.Key))
            .ToImmutableDictionary(static pair => pair.Key, static pair => new ObservedResource(
                pair.Key, new XElement(pair.Value.Xml), pair.Value.IsActive ? new XElement(pair.Value.LiveXml ?? pair.Value.Xml) : null, pair.Value.Autostart));
        return new ObservedHost(found.ToImmutable(), [.. request.References.Where(Objects.ContainsKey)], []) { OtherDomains = others };
    });

    public Task<ImmutableArray<ListedDomain>> ListDomainsAsync(CancellationToken cancellationToken) => Read<ImmutableArray<ListedDomain>>(() =>
    [
        .. Objects.Where(static pair => pair.Key.Kind == ResourceKind.Domain)
            .Select(static pair => new ListedDomain(pair.Key.Name, Guid.TryParse(pair.Value.Xml.Element("uuid")?.Value, out var uuid) ? uuid : Guid.Empty, pair.Value.IsActive ? 1 : null)),
    ]);

    public Task<HostFacts> ReadFactsAsync(CancellationToken cancellationToken) => Task.FromResult(HostFacts.Usual);

    public Task<HostVersions?> ReadVersionsAsync(CancellationToken cancellationToken) => Task.FromResult<HostVersions?>(new HostVersions(new Version(9, 0), new Version(7, 2)));

    public Task<DomainCapabilities?> ReadDomainCapabilitiesAsync(DomainCapabilitiesQuery query, CancellationToken cancellationToken) => Task.FromResult(HostFacts.Usual.Domain);

    public Task<ImmutableArray<string>> ReadCpuSecurityFeaturesAsync(DomainCapabilities domain, CancellationToken cancellationToken) => Task.FromResult(HostFacts.Usual.CpuSecurityFeatures);

    public IHostInventory Inventory { get; init; } = new FakeInventory();

    /// <summary>Unlike <see cref="Inventory"/>, which is what the host was before, what it is now.</summary>
    public IHostInventory LookAgain() => new FakeInventory
    {
        Volumes = [.. Objects.Where(static pair => pair.Key.Kind == ResourceKind.StorageVolume).Select(static pair => new HostVolume(pair.Key.Pool!, pair.Key.Name, $"/pool/{pair.Key.Name}", pair.Value.Xml))],
        Domains = [.. Objects.Where(static pair => pair.Key.Kind == ResourceKind.Domain).Select(static pair => new HostDomain(pair.Key.Name, Guid.Empty, pair.Value.Xml))],
    };

    public Task<ImmutableDictionary<ResourceId, ImmutableArray<string>>> ReadAttachedDomainsAsync(CancellationToken cancellationToken) =>
        Read(static () => ImmutableDictionary<ResourceId, ImmutableArray<string>>.Empty);

    public Task<XElement?> ReadXmlAsync(ResourceId id, XmlView view, CancellationToken cancellationToken) => Read(() =>
        !Objects.TryGetValue(id, out var item) ? null
        : view is XmlView.Live or XmlView.LiveWithSecrets ? (item.IsActive ? new XElement(item.LiveXml ?? item.Xml) : null)
        : new XElement(item.Xml));

    public Task<bool> IsActiveAsync(ResourceId id, CancellationToken cancellationToken) =>
        Read(() => Objects.TryGetValue(id, out var item) && item.IsActive);

    public Task<string?> ReadVolumePathAsync(ResourceId volume, CancellationToken cancellationToken) =>
        Read(() => Objects.ContainsKey(volume) ? $"/pool/{volume.Name}" : null);

    public Task<VolumeSize?> ReadVolumeSizeAsync(ResourceId volume, CancellationToken cancellationToken) =>
        Read(() => Objects.ContainsKey(volume) ? new VolumeSize(1, 1) : null);

    public Task DefineAsync(ResourceId id, string xml, CancellationToken cancellationToken) => Change("define", id, () =>
    {
        var parsed = XElement.Parse(xml);
        if (Objects.TryGetValue(id, out var old))
        {
            old.LiveXml ??= old.IsActive ? old.Xml : null;
            old.Xml = parsed;
        }
        else
        {
            Objects[id] = new FakeObject(parsed);
        }
    });

    public Task RememberAsync(ResourceId domain, XElement memory, CancellationToken cancellationToken) => Change("remember", domain, () =>
    {
        var metadata = Objects[domain].Xml.Element("metadata");
        if (metadata is null)
        {
            Objects[domain].Xml.Add(metadata = new XElement("metadata"));
        }

        metadata.Elements(ProvisionNamespace.Resource).Remove();
        metadata.Add(new XElement(memory));
    });

    public Task UndefineAsync(ResourceId id, CancellationToken cancellationToken) => Change("undefine", id, () =>
    {
        Find(id);
        Objects.Remove(id);
    });

    public Task StartAsync(ResourceId id, CancellationToken cancellationToken) => Change("start", id, () =>
    {
        var item = Find(id);
        Refuse(item.IsActive, LibvirtErrorCode.OperationInvalid, "already running");
        Refuse(!Starts(id), LibvirtErrorCode.InternalError, "cannot start");
        item.IsActive = true;
        item.LiveXml = new XElement(item.Xml);
    });

    public Task StartWithAsync(ResourceId domain, string xml, CancellationToken cancellationToken) => Change("start-with", domain, () =>
    {
        var live = XElement.Parse(xml);
        Refuse(!Starts(domain), LibvirtErrorCode.InternalError, "cannot start");
        var item = Objects.TryGetValue(domain, out var defined) ? defined : Objects[domain] = new FakeObject(live);
        Refuse(item.IsActive, LibvirtErrorCode.OperationInvalid, "already running");
        item.IsActive = true;
        item.LiveXml = live;
    });

    public Task StartPausedAsync(ResourceId domain, CancellationToken cancellationToken) => StartAsync(domain, cancellationToken);

    public Task<bool> HasSavedStateAsync(ResourceId domain, CancellationToken cancellationToken) => Read(() => SavedStates.Contains(domain));

    public Task PullDiskAsync(ResourceId domain, string target, Action<long, long>? moved, CancellationToken cancellationToken) => Change($"pull {target}", domain, () =>
    {
        Refuse(!Find(domain).IsActive, LibvirtErrorCode.OperationInvalid, "not running");
        moved?.Invoke(1, 1);
        OnPull?.Invoke(domain, target);
    });

    /// <summary>Whether a guest's agent answers.</summary>
    public bool Freezes { get; set; }

    public Task LayerDisksAsync(ResourceId domain, string snapshotXml, bool freeze, CancellationToken cancellationToken) => Change(freeze ? "freeze-and-layer" : "layer", domain, () =>
    {
        Refuse(!Find(domain).IsActive, LibvirtErrorCode.OperationInvalid, "not running");
        Refuse(freeze && !Freezes, LibvirtErrorCode.AgentUnresponsive, "no agent");
        foreach (var disk in XElement.Parse(snapshotXml).Descendants("disk").Where(static disk => disk.Attribute("snapshot")?.Value is "external"))
        {
            foreach (var source in SourcesOf(domain, disk.Attribute("name")!.Value))
            {
                source.AddAfterSelf(new XElement("backingStore", new XElement("source", source.Attributes())));
                source.SetAttributeValue("file", disk.Element("source")!.Attribute("file")!.Value);
            }
        }
    });

    public Task CommitDiskAsync(ResourceId domain, string target, CancellationToken cancellationToken) => Change($"commit {target}", domain, () =>
    {
        Refuse(!Find(domain).IsActive, LibvirtErrorCode.OperationInvalid, "not running");
        foreach (var source in SourcesOf(domain, target))
        {
            source.SetAttributeValue("file", source.Parent!.Element("backingStore")!.Element("source")!.Attribute("file")!.Value);
            source.Parent.Element("backingStore")!.Remove();
        }
    });

    // In both configurations, as libvirt does it.
    private XElement[] SourcesOf(ResourceId domain, string target) =>
        new[] { Find(domain).Xml, Find(domain).LiveXml }.OfType<XElement>().Distinct().SelectMany(static xml => xml.Descendants("disk"))
            .Where(disk => disk.Element("target")?.Attribute("dev")?.Value == target).Select(static disk => disk.Element("source")!).ToArray();

    public Task<Stream> OpenConsoleAsync(ResourceId domain, CancellationToken cancellationToken) => Task.FromResult(Console(domain));

    public Task<string?> AskAgentAsync(ResourceId domain, string command, CancellationToken cancellationToken) => Task.FromResult(Agent(domain, command));

    public Task StopAsync(ResourceId id, CancellationToken cancellationToken) => Change("stop", id, () => PowerOff(id));

    public Task SetAutostartAsync(ResourceId id, bool autostart, CancellationToken cancellationToken) =>
        Change(autostart ? "autostart" : "no-autostart", id, () => Find(id).Autostart = autostart);

    public Task RequestShutdownAsync(ResourceId domain, CancellationToken cancellationToken) => Change("shutdown", domain, () =>
    {
        if (GuestsShutDown)
        {
            PowerOff(domain);
        }
    });

    public Task AttachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        Change("attach", domain, () => Find(domain).LiveXml!.Element("devices")!.Add(XElement.Parse(deviceXml)));

    public Task UpdateDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) => Change("update", domain, static () => { });

    public Task DetachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) => Change("detach", domain, static () => { });

    public Task<IUnplugWatch> WatchUnpluggingAsync(ResourceId domain, CancellationToken cancellationToken) => Task.FromResult<IUnplugWatch>(new SilentWatch());

    public Task SetLiveAsync(ResourceId domain, LiveSetting setting, CancellationToken cancellationToken) => Change($"set {setting}", domain, static () => { });

    public Task UpdateNetworkAsync(ResourceId network, NetworkEdit edit, CancellationToken cancellationToken) => Change("net-update", network, static () => { });

    public Task BuildPoolAsync(ResourceId pool, CancellationToken cancellationToken) => Change("build", pool, () => Find(pool));

    public Task RefreshPoolAsync(ResourceId pool, CancellationToken cancellationToken) => Change("refresh", pool, () => Find(pool));

    public Task CreateVolumeAsync(ResourceId volume, string xml, CancellationToken cancellationToken) => Change("create", volume, () => Create(volume, xml, ""));

    public Task CloneVolumeAsync(ResourceId volume, string xml, ResourceId source, bool reflink, CancellationToken cancellationToken) =>
        Change("clone", volume, () =>
        {
            Refuse(reflink && !KnowsReflink, LibvirtErrorCode.InvalidArg, "unsupported flags");
            Create(volume, xml, Find(source).Content);
        });

    public Task DeleteVolumeAsync(ResourceId volume, CancellationToken cancellationToken) => Change("delete", volume, () =>
    {
        Find(volume);
        Objects.Remove(volume);
    });

    public Task ResizeVolumeAsync(ResourceId volume, long capacity, bool shrink, CancellationToken cancellationToken) =>
        Change("resize", volume, () => Find(volume).Xml.SetElementValue("capacity", capacity));

    public Task ResizeDiskAsync(ResourceId domain, string target, long capacity, CancellationToken cancellationToken) => Change($"blockresize {target}", domain, static () => { });

    public async Task UploadAsync(ResourceId volume, FileStream content, bool sparse, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellationToken);
        await Change("upload", volume, () => Find(volume).Content = text);
    }

    public async Task UploadAsync(ResourceId volume, Stream content, bool sparse, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        await Change("upload", volume, () => Find(volume).Content = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes.ToArray())));
    }

    public Task<Stream> DownloadAsync(ResourceId volume, CancellationToken cancellationToken) => Read<Stream>(() => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Find(volume).Content)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>As after a daemon's restart: the next calls work again.</summary>
    public void Reconnect()
    {
        IsLost = false;
        FailAt = 0;
        Calls.Clear();
    }

    private void Create(ResourceId volume, string xml, string content)
    {
        Refuse(Objects.ContainsKey(volume), LibvirtErrorCode.StorageVolExist, "storage volume exists");
        Refuse(!Find(new ResourceId(ResourceKind.StoragePool, volume.Pool!)).IsActive, LibvirtErrorCode.OperationInvalid, "pool is not active");
        Objects[volume] = new FakeObject(XElement.Parse(xml)) { Content = content };
    }

    private void PowerOff(ResourceId id)
    {
        var item = Find(id);
        Refuse(!item.IsActive, LibvirtErrorCode.OperationInvalid, "not running");
        item.IsActive = false;
        item.LiveXml = null;
    }

    private FakeObject Find(ResourceId id)
    {
        Refuse(!Objects.ContainsKey(id), id.Kind == ResourceKind.Domain ? LibvirtErrorCode.NoDomain : id.Kind == ResourceKind.Network ? LibvirtErrorCode.NoNetwork
            : id.Kind == ResourceKind.StoragePool ? LibvirtErrorCode.NoStoragePool : LibvirtErrorCode.NoStorageVol, $"{id} not found");
        return Objects[id];
    }

    private Task<T> Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return IsLost ? Task.FromException<T>(new LibvirtConnectionLostException("gone")) : Task.FromResult(read());
        }
    }

    private Task Change(string verb, ResourceId id, Action change)
    {
        var text = $"{verb} {id}";
        OnCall?.Invoke(text);
        lock (_gate)
        {
            try
            {
                if (IsLost)
                {
                    throw new LibvirtConnectionLostException("gone");
                }

                Calls.Add(text);
                var fails = Calls.Count == FailAt;
                if (!fails || FailureAfterEffect)
                {
                    change();
                }

                if (fails)
                {
                    IsLost = FailureLosesConnection;
                    throw FailureLosesConnection
                        ? new LibvirtConnectionLostException("cut")
                        : new LibvirtServerException(new LibvirtError(LibvirtErrorCode.InternalError, LibvirtErrorDomain.Test, "injected", LibvirtErrorLevel.Error));
                }

                return Task.CompletedTask;
            }
            catch (LibvirtException exception)
            {
                return Task.FromException(exception);
            }
        }
    }

    private static void Refuse(bool when, LibvirtErrorCode code, string message)
    {
        if (when)
        {
            throw new LibvirtServerException(new LibvirtError(code, LibvirtErrorDomain.Test, message, LibvirtErrorLevel.Error));
        }
    }
}

internal sealed class FakeObject(XElement xml)
{
    public XElement Xml { get; set; } = xml;

    public XElement? LiveXml { get; set; }

    public bool IsActive { get; set; }

    public bool Autostart { get; set; }

    public string Content { get; set; } = "";
}

/// <summary>A guest that says nothing.</summary>
internal sealed class SilentWatch : IUnplugWatch
{
    public Task<UnplugAnswer> WaitAsync(string alias, TimeSpan deadline, CancellationToken cancellationToken) => Task.FromResult(UnplugAnswer.None);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
