using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Long work on the disks of running domains. A disk is named by its target (<c>vda</c>) or its source path.</summary>
public sealed partial class LibvirtClient
{
    /// <summary>Begins to copy into a disk's image whatever lies below it. It stands alone when <see cref="GetBlockJobAsync"/> finds no job any more.</summary>
    public Task PullBlocksAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.Pull, (domain, disk), cancellationToken);

    /// <summary>Begins to write a disk's topmost image down into the one right below it. Once <see cref="GetBlockJobAsync"/> says that all is written, <see cref="PivotBlocksAsync"/> ends it.</summary>
    public Task CommitBlocksAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.CommitActive, (domain, disk), cancellationToken);

    /// <summary>The image below becomes the disk again. Refused while not all is written.</summary>
    public Task PivotBlocksAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.Pivot, (domain, disk), cancellationToken);

    /// <summary>Lets disks of a running domain go on in new images, so that those they have now stand still.</summary>
    /// <param name="xml">Which, and where: https://libvirt.org/formatsnapshot.html</param>
    public Task SnapshotDisksAsync(DomainRef domain, string xml, DomainSnapshotFlags flags, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.SnapshotDisks, (domain, xml, flags), cancellationToken);

    /// <summary>The work in progress on a disk; null when there is none.</summary>
    public Task<DomainBlockJob?> GetBlockJobAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.GetInfo, (domain, disk), cancellationToken);

    /// <summary>Ends it; what it did so far is consistent.</summary>
    public Task AbortBlockJobAsync(DomainRef domain, string disk, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(DomainBlockJobProcedures.Abort, (domain, disk), cancellationToken);
}
