using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Changes of a domain's parts. The flags say whether the running domain, its configuration, or both.</summary>
public sealed partial class LibvirtClient
{
    public Task AttachDeviceAsync(DomainRef domain, string xml, DomainDeviceFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.AttachDeviceFlags, (domain, xml, (uint)flags), cancellationToken);

    /// <summary>Asks for the device to be removed. The guest has to agree: it is gone when <see cref="WatchDevicesRemovedAsync"/> says so.</summary>
    public Task DetachDeviceAsync(DomainRef domain, string xml, DomainDeviceFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.DetachDeviceFlags, (domain, xml, (uint)flags), cancellationToken);

    /// <summary>The same, by the device's alias.</summary>
    public Task DetachDeviceByAliasAsync(DomainRef domain, string alias, DomainDeviceFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.DetachDeviceAlias, (domain, alias, (uint)flags), cancellationToken);

    /// <summary>Changes a device in place, as far as that is possible: media, a password, a link, a bandwidth …</summary>
    public Task UpdateDeviceAsync(DomainRef domain, string xml, DomainDeviceFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.UpdateDeviceFlags, (domain, xml, (uint)flags), cancellationToken);

    public Task SetVcpusAsync(DomainRef domain, uint count, DomainVcpuFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.SetVcpusFlags, (domain, count, (uint)flags), cancellationToken);

    public Task<int> GetVcpusAsync(DomainRef domain, DomainVcpuFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.GetVcpusFlags, (domain, (uint)flags), cancellationToken);

    /// <param name="memory">KiB.</param>
    public Task SetMemoryAsync(DomainRef domain, ulong memory, DomainMemoryFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.SetMemoryFlags, (domain, memory, flags), cancellationToken);

    public Task AddIoThreadAsync(DomainRef domain, uint id, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.AddIoThread, (domain, id, (uint)affect), cancellationToken);

    public Task DeleteIoThreadAsync(DomainRef domain, uint id, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.DeleteIoThread, (domain, id, (uint)affect), cancellationToken);

    /// <summary>Grows (or cuts) a running domain's disk; the guest sees the new size at once.</summary>
    /// <param name="disk">The disk's target name (<c>vda</c>) or source path.</param>
    public Task ResizeBlockAsync(DomainRef domain, string disk, ulong bytes, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.BlockResize, (domain, disk, bytes), cancellationToken);

    /// <param name="disk">The disk's target name (<c>vda</c>) or source path.</param>
    public Task<DomainBlockUsage> GetBlockUsageAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.GetBlockInfo, (domain, disk), cancellationToken);

    /// <param name="limits">Such as <c>total_bytes_sec</c>; mostly ulong (VIR_DOMAIN_BLOCK_IOTUNE_*).</param>
    public Task SetBlockIoTuneAsync(
        DomainRef domain, string disk, ImmutableArray<TypedParameter> limits, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.SetBlockIoTune, (domain, disk, limits, affect), cancellationToken);

    public Task<ImmutableArray<TypedParameter>> GetBlockIoTuneAsync(
        DomainRef domain, string disk, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.GetBlockIoTune, (domain, disk, affect), cancellationToken);

    /// <summary>Sets what happens when the guest powers off, reboots or crashes.</summary>
    public Task SetLifecycleActionAsync(
        DomainRef domain, DomainLifecycle lifecycle, DomainLifecycleAction action, DomainAffect affect, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainDeviceProcedures.SetLifecycleAction, (domain, lifecycle, action, affect), cancellationToken);
}
