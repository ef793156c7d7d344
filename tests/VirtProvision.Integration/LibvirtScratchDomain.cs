using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Integration;

/// <summary>A small domain without a disk that is gone, whatever happens, when its test ends.</summary>
internal sealed class LibvirtScratchDomain(LibvirtClient client, DomainRef domain) : IAsyncDisposable
{
    public DomainRef Ref { get; } = domain;

    /// <param name="devices">XML between <c>devices</c> tags.</param>
    public static async Task<LibvirtScratchDomain> DefineAsync(LibvirtClient client, string what, string devices = "")
    {
        var domain = await client.DefineDomainAsync(
            $"""
            <domain type='qemu'>
              <name>{LibvirtDaemon.NewName(what)}</name>
              <memory unit='MiB'>64</memory>
              <vcpu current='1'>2</vcpu>
              <os><type arch='x86_64' machine='pc'>hvm</type><bios useserial='yes'/></os>
              <devices>
                <controller type='usb' model='qemu-xhci'/>
                <serial type='pty'/>
                {devices}
              </devices>
            </domain>
            """);
        return new LibvirtScratchDomain(client, domain);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DestroyDomainAsync(Ref);
        }
        catch (LibvirtServerException exception) when (exception.IsNotFound || exception.Code is LibvirtErrorCode.OperationInvalid)
        {
            // It wasn't running.
        }

        if (await client.FindDomainAsync(Ref.Uuid) is not null)
        {
            await client.UndefineDomainAsync(Ref, DomainUndefineFlags.ManagedSave | DomainUndefineFlags.SnapshotsMetadata);
        }
    }
}
