using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>
/// Where things lie in a snapshot's folder: <c>host.json</c>, <c>capabilities.xml</c>, <c>domcapabilities.xml</c>, and a folder per kind with a file per object.
/// A file is named after its object; what a file name can't hold is escaped, so the XML has the last word.
/// </summary>
internal static class SnapshotLayout
{
    public const string HostFile = "host.json";
    public const string Capabilities = "capabilities.xml";
    public const string DomainCapabilities = "domcapabilities.xml";
    public const string MachinesFolder = "domcapabilities";
    public const string NodeDevices = "nodedevs";

    public static string FolderOf(ResourceKind kind) =>
        kind == ResourceKind.Domain ? "domains" : kind == ResourceKind.Network ? "networks" : kind == ResourceKind.StoragePool ? "pools" : "volumes";

    public static string FileOf(ResourceKind kind, string name, string? pool = null) =>
        pool is null ? $"{FolderOf(kind)}/{Escape(name)}.xml" : $"{FolderOf(kind)}/{Escape(pool)}/{Escape(name)}.xml";

    /// <summary>The XML of a running object, where it differs from its definition.</summary>
    public static string LiveFileOf(ResourceKind kind, string name) => $"{FolderOf(kind)}/{Escape(name)}.live.xml";

    public static string NodeDeviceFile(string name) => $"{NodeDevices}/{Escape(name)}.xml";

    /// <summary>The capabilities of one machine; <see cref="DomainCapabilities"/> answers for those that have no file.</summary>
    public static string DomainCapabilitiesOf(DomainCapabilitiesQuery query) =>
        $"{MachinesFolder}/{Escape(string.Join('.', new[] { query.Arch, query.Type, query.Machine }.OfType<string>()))}.xml";

    private static string Escape(string name) => name is "." or ".."
        ? name.Replace(".", "%2E", StringComparison.Ordinal)
        : name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
}
