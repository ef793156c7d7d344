using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>The persistent configuration of networks and pools, also from drivers that keep no other and so refuse to be asked for it (the test driver).</summary>
internal static class LibvirtDefinitions
{
    public static Task<string> GetDefinitionAsync(this LibvirtClient client, NetworkRef network, CancellationToken cancellationToken) =>
        OnlyOneAsync(flags => client.GetNetworkXmlAsync(network, flags ? NetworkXmlFlags.Inactive : NetworkXmlFlags.Current, cancellationToken));

    public static Task<string> GetDefinitionAsync(this LibvirtClient client, StoragePoolRef pool, CancellationToken cancellationToken) =>
        OnlyOneAsync(flags => client.GetStoragePoolXmlAsync(pool, flags ? StorageXmlFlags.Inactive : StorageXmlFlags.Current, cancellationToken));

    private static async Task<string> OnlyOneAsync(Func<bool, Task<string>> readAsync)
    {
        try
        {
            return await readAsync(true).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.InvalidArg or LibvirtErrorCode.ArgumentUnsupported)
        {
            return await readAsync(false).ConfigureAwait(false);
        }
    }
}
