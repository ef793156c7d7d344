using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Long work on the disks of running domains. A disk is named by its target (<c>vda</c>) or its source path.</summary>
public sealed partial class LibvirtClient
{
    /// <summary>Begins to copy into a disk's image whatever lies below it. It stands alone when <see cref="GetBlockJobAsync"/> finds no job any more.</summary>
    public Task PullBlocksAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.Pull, (domain, disk), cancellationToken);

    /// <summary>The work in progress on a disk; null when there is none.</summary>
    public Task<DomainBlockJob?> GetBlockJobAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.GetInfo, (domain, disk), cancellationToken);

    /// <summary>Ends it; what it did so far is consistent.</summary>
    public Task AbortBlockJobAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.Abort, (domain, disk), cancellationToken);
}
