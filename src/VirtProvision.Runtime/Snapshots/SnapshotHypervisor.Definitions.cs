using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Defining, undefining, starting and stopping.</summary>
internal sealed partial class SnapshotHypervisor
{
    public Task DefineAsync(ResourceId id, string xml, CancellationToken cancellationToken) => Do(() =>
    {
        var definition = SnapshotParser.Parse(id, xml);
        var existing = _state.Find(id);
        if (!Guid.TryParse(definition.Element("uuid")?.Value, out var uuid))
        {
            // As libvirt: who names no UUID wants a new object.
            uuid = _host.NewId();
            definition.Elements("uuid").Remove();
            (definition.Element("name") ?? throw SnapshotRefusal.Of(LibvirtErrorCode.XmlError, "XML error: missing name")).AddAfterSelf(new XElement("uuid", uuid));
        }

        if (existing is not null && existing.Uuid is { } taken && taken != uuid)
        {
            throw SnapshotRefusal.NameTaken(id, taken);
        }

        if (_state.All(id.Kind).FirstOrDefault(other => other.Key != id.Name && other.Value.Uuid == uuid).Key is { } by)
        {
            throw SnapshotRefusal.UuidTaken(id, by, uuid);
        }

        if (existing is not null)
        {
            existing.Redefine(definition);
        }
        else
        {
            _state.All(id.Kind)[id.Name] = new SnapshotObject(() => definition);
        }
    });

    public Task RememberAsync(ResourceId domain, XElement memory, CancellationToken cancellationToken) => Do(() =>
    {
        var item = _state.Get(domain);
        var definition = new XElement(item.Definition);
        PutMemory(definition, memory);
        item.Redefine(definition);
    });

    private static void PutMemory(XElement root, XElement memory)
    {
        if (root.Element("metadata") is not { } metadata)
        {
            root.Add(metadata = new XElement("metadata"));
        }

        metadata.Elements(ProvisionNamespace.Resource).Remove();
        metadata.Add(new XElement(memory));
    }

    public Task UndefineAsync(ResourceId id, CancellationToken cancellationToken) => Do(() =>
    {
        var item = _state.Get(id);
        if (!item.IsPersistent)
        {
            throw SnapshotRefusal.Invalid($"cannot undefine transient {id.Kind.RootElement}");
        }

        if (!item.IsActive)
        {
            _state.All(id.Kind).Remove(id.Name);
        }
        else if (id.Kind == ResourceKind.StoragePool)
        {
            throw SnapshotRefusal.Invalid($"storage pool '{id.Name}' is still active");
        }
        else
        {
            item.IsPersistent = false;
            item.IsAutostart = false;
        }
    });

    // Nothing ever happens in a guest of which there is only XML.
    public Task StartPausedAsync(ResourceId domain, CancellationToken cancellationToken) => StartAsync(domain, cancellationToken);

    public Task<bool> HasSavedStateAsync(ResourceId domain, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task StartAsync(ResourceId id, CancellationToken cancellationToken) => Do(() =>
    {
        var item = _state.Get(id);
        if (item.IsActive)
        {
            throw SnapshotRefusal.IsActive(id);
        }

        foreach (var network in id.Kind == ResourceKind.Domain ? NetworksOf(item.Definition) : [])
        {
            _state.GetActive(new ResourceId(ResourceKind.Network, network));
        }

        item.Start();
    });

    public Task StartWithAsync(ResourceId domain, string xml, CancellationToken cancellationToken) => Do(() =>
    {
        var live = SnapshotParser.Parse(domain, xml);
        if (_state.Find(domain) is not { } item)
        {
            _state.All(domain.Kind)[domain.Name] = item = new SnapshotObject(() => live) { IsPersistent = false };
        }
        else if (item.IsActive)
        {
            throw SnapshotRefusal.IsActive(domain);
        }

        item.StartWith(live);
    });

    // Nothing speaks on the console of a guest of which there is only XML.
    public Task<Stream> OpenConsoleAsync(ResourceId domain, CancellationToken cancellationToken) =>
        throw SnapshotRefusal.Of(LibvirtErrorCode.NoSupport, "this function is not supported by a host that is a snapshot: virDomainOpenConsole");

    public Task<string?> AskAgentAsync(ResourceId domain, string command, CancellationToken cancellationToken) =>
        throw SnapshotRefusal.Of(LibvirtErrorCode.NoSupport, "this function is not supported by a host that is a snapshot: virDomainQemuAgentCommand");

    public Task StopAsync(ResourceId id, CancellationToken cancellationToken) => Do(() => Stop(id));

    public Task SetAutostartAsync(ResourceId id, bool autostart, CancellationToken cancellationToken) => Do(() =>
    {
        var item = _state.Get(id);
        if (!item.IsPersistent)
        {
            throw SnapshotRefusal.Invalid($"cannot set autostart for transient {id.Kind.RootElement}");
        }

        item.IsAutostart = autostart;
    });

    // A guest of which there is only XML shuts down at once.
    public Task RequestShutdownAsync(ResourceId domain, CancellationToken cancellationToken) => Do(() =>
    {
        if (_state.Get(domain).IsActive)
        {
            Stop(domain);
        }
    });

    private void Stop(ResourceId id)
    {
        var item = _state.GetActive(id);
        item.Stop();
        if (!item.IsPersistent)
        {
            _state.All(id.Kind).Remove(id.Name);
        }
    }
}
