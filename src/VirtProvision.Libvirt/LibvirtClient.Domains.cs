using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Domains as a whole: find, describe, define, run.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<DomainRef>> ListDomainsAsync(DomainListFlags filter = DomainListFlags.All, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.ListAll, filter, cancellationToken);

    public Task<DomainRef> LookupDomainAsync(string name, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.LookupByName, name, cancellationToken);

    public Task<DomainRef> LookupDomainAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.LookupByUuid, uuid, cancellationToken);

    /// <summary>The domain, or null when there is none of that name.</summary>
    public Task<DomainRef?> FindDomainAsync(string name, CancellationToken cancellationToken = default) =>
        OrNullAsync(LookupDomainAsync(name, cancellationToken));

    /// <summary>The domain, or null when there is none of that UUID.</summary>
    public Task<DomainRef?> FindDomainAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        OrNullAsync(LookupDomainAsync(uuid, cancellationToken));

    public Task<string> GetDomainXmlAsync(DomainRef domain, DomainXmlFlags flags = DomainXmlFlags.Current, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.GetXml, (domain, flags), cancellationToken);

    /// <summary>Makes a persistent domain, or gives an existing one (same UUID) a new configuration.</summary>
    public Task<DomainRef> DefineDomainAsync(string xml, DomainDefineFlags flags = DomainDefineFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.DefineXmlFlags, (xml, flags), cancellationToken);

    /// <summary>Starts a transient domain, which is gone when it stops.</summary>
    public Task<DomainRef> CreateDomainAsync(string xml, DomainStartFlags flags = DomainStartFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.CreateXml, (xml, flags), cancellationToken);

    public Task<DomainRef> StartDomainAsync(DomainRef domain, DomainStartFlags flags = DomainStartFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.CreateWithFlags, (domain, (uint)flags), cancellationToken);

    /// <summary>Asks the guest to shut down; it may take its time or not listen.</summary>
    public Task ShutdownDomainAsync(DomainRef domain, DomainShutdownFlags flags = DomainShutdownFlags.Default, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.ShutdownFlags, (domain, (uint)flags), cancellationToken);

    /// <summary>Asks the guest to reboot.</summary>
    public Task RebootDomainAsync(DomainRef domain, DomainShutdownFlags flags = DomainShutdownFlags.Default, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.Reboot, (domain, (uint)flags), cancellationToken);

    /// <summary>Presses the reset button.</summary>
    public Task ResetDomainAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.Reset, (domain, 0u), cancellationToken);

    /// <summary>Pulls the plug. The definition and the disks stay.</summary>
    public Task DestroyDomainAsync(DomainRef domain, DomainDestroyFlags flags = DomainDestroyFlags.Default, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.DestroyFlags, (domain, (uint)flags), cancellationToken);

    /// <summary>Forgets the definition; a running domain becomes transient. Disks stay.</summary>
    public Task UndefineDomainAsync(DomainRef domain, DomainUndefineFlags flags = DomainUndefineFlags.None, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.UndefineFlags, (domain, (uint)flags), cancellationToken);

    public Task SuspendDomainAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.Suspend, domain, cancellationToken);

    public Task ResumeDomainAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.Resume, domain, cancellationToken);

    public Task<DomainStateReason> GetDomainStateAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.GetState, (domain, 0u), cancellationToken);

    public Task<DomainUsage> GetDomainUsageAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.GetInfo, domain, cancellationToken);

    public Task<bool> IsDomainActiveAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.IsActive, domain, cancellationToken);

    public Task<bool> IsDomainPersistentAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.IsPersistent, domain, cancellationToken);

    /// <summary>Whether the running domain's configuration was changed for the next boot.</summary>
    public Task<bool> IsDomainUpdatedAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.IsUpdated, domain, cancellationToken);

    public Task<bool> GetDomainAutostartAsync(DomainRef domain, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.GetAutostart, domain, cancellationToken);

    public Task SetDomainAutostartAsync(DomainRef domain, bool autostart, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainProcedures.SetAutostart, (domain, autostart), cancellationToken);
}
