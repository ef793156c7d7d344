using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Refusals with the codes and words of libvirt's own drivers, so that whoever handles those handles these.</summary>
internal static class SnapshotRefusal
{
    public static LibvirtServerException NotFound(ResourceId id) =>
        id.Kind == ResourceKind.Domain ? Of(LibvirtErrorCode.NoDomain, $"Domain not found: no domain with matching name '{id.Name}'")
        : id.Kind == ResourceKind.Network ? Of(LibvirtErrorCode.NoNetwork, $"Network not found: no network with matching name '{id.Name}'")
        : id.Kind == ResourceKind.StoragePool ? Of(LibvirtErrorCode.NoStoragePool, $"Storage pool not found: no storage pool with matching name '{id.Name}'")
        : Of(LibvirtErrorCode.NoStorageVol, $"Storage volume not found: no storage vol with matching name '{id.Name}'");

    public static LibvirtServerException IsActive(ResourceId id) => Invalid(
        id.Kind == ResourceKind.Domain ? "domain is already running"
        : id.Kind == ResourceKind.Network ? "network is already active"
        : $"storage pool '{id.Name}' is already active");

    public static LibvirtServerException NotActive(ResourceId id) => Invalid(
        id.Kind == ResourceKind.Domain ? "domain is not running"
        : id.Kind == ResourceKind.Network ? $"network '{id.Name}' is not active"
        : $"storage pool '{id.Name}' is not active");

    public static LibvirtServerException NameTaken(ResourceId id, Guid by) =>
        Of(LibvirtErrorCode.OperationFailed, $"operation failed: {Word(id)} '{id.Name}' already exists with uuid {by}");

    public static LibvirtServerException UuidTaken(ResourceId id, string by, Guid uuid) =>
        Of(LibvirtErrorCode.OperationFailed, $"operation failed: {Word(id)} '{by}' is already defined with uuid {uuid}");

    public static LibvirtServerException VolumeExists(ResourceId id) =>
        Of(LibvirtErrorCode.StorageVolExist, $"storage volume '{id.Name}' exists already");

    public static LibvirtServerException Invalid(string why) =>
        Of(LibvirtErrorCode.OperationInvalid, $"Requested operation is not valid: {why}");

    public static LibvirtServerException Of(LibvirtErrorCode code, string message) =>
        new(new LibvirtError(code, LibvirtErrorDomain.None, message, LibvirtErrorLevel.Error));

    private static string Word(ResourceId id) => id.Kind == ResourceKind.StoragePool ? "pool" : id.Kind.RootElement;
}
