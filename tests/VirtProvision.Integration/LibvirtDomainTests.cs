using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Integration;

/// <summary>Changes of a domain's parts, live and for the next boot.</summary>
public sealed class LibvirtDomainTests
{
    private const string Keyboard = "<input type='keyboard' bus='usb'><alias name='ua-keys'/></input>";

    [SkippableFact]
    public async Task Attaches_and_detaches_a_device_live_and_hears_of_it()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "hotplug");
        var domain = await client.StartDomainAsync(scratch.Ref);
        await using var added = await client.WatchDevicesAddedAsync(domain);
        await using var removed = await client.WatchDevicesRemovedAsync(domain);

        await client.AttachDeviceAsync(domain, Keyboard, DomainDeviceFlags.Live);
        Assert.Equal("ua-keys", (await FirstAsync(added)).Alias);
        Assert.Contains("ua-keys", await client.GetDomainXmlAsync(domain), StringComparison.Ordinal);
        Assert.DoesNotContain("ua-keys", await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive), StringComparison.Ordinal);

        await client.DetachDeviceByAliasAsync(domain, "ua-keys", DomainDeviceFlags.Live);
        Assert.Equal(new DomainDeviceRemoved(domain, "ua-keys"), await FirstAsync(removed));
        Assert.DoesNotContain("ua-keys", await client.GetDomainXmlAsync(domain), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Changes_the_configuration_of_a_stopped_domain()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "config", "<graphics type='vnc' port='-1' autoport='yes'/>");
        var domain = scratch.Ref;

        await client.AttachDeviceAsync(domain, Keyboard, DomainDeviceFlags.Config);
        Assert.Contains("ua-keys", await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive), StringComparison.Ordinal);
        await client.DetachDeviceAsync(domain, Keyboard, DomainDeviceFlags.Config);
        await client.UpdateDeviceAsync(domain, "<graphics type='vnc' port='-1' autoport='yes' passwd='sesame'/>", DomainDeviceFlags.Config);
        Assert.DoesNotContain("sesame", await client.GetDomainXmlAsync(domain), StringComparison.Ordinal);
        Assert.Contains("sesame", await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive | DomainXmlFlags.Secure), StringComparison.Ordinal);

        await client.SetMemoryAsync(domain, 131072, DomainMemoryFlags.Config | DomainMemoryFlags.Maximum);
        await client.SetMemoryAsync(domain, 98304, DomainMemoryFlags.Config);
        await client.SetVcpusAsync(domain, 2, DomainVcpuFlags.Config);
        Assert.Equal(2, await client.GetVcpusAsync(domain, DomainVcpuFlags.Config));
        Assert.Equal(131072UL, (await client.GetDomainUsageAsync(domain)).MaximumMemory);
        await client.AddIoThreadAsync(domain, 7, DomainAffect.Config);
        Assert.Contains("<iothread id='7'/>", await client.GetDomainXmlAsync(domain), StringComparison.Ordinal);
        await client.DeleteIoThreadAsync(domain, 7, DomainAffect.Config);
        await client.SetLifecycleActionAsync(domain, DomainLifecycle.Crash, DomainLifecycleAction.Preserve, DomainAffect.Config);
        Assert.Contains("<on_crash>preserve</on_crash>", await client.GetDomainXmlAsync(domain), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Keeps_notes_in_the_metadata()
    {
        var ours = DomainMetadata.Element("urn:vplv:test", "vplv");
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "notes");
        await using var changes = await client.WatchDomainMetadataAsync(scratch.Ref);

        Assert.Null(await client.FindDomainMetadataAsync(scratch.Ref, ours));
        await client.SetDomainMetadataAsync(scratch.Ref, ours, "<memory>of it</memory>", DomainAffect.Config);
        Assert.Equal(new DomainMetadataChanged(scratch.Ref, DomainMetadataType.Element, "urn:vplv:test"), await FirstAsync(changes));
        Assert.Contains("<memory>of it</memory>", await client.FindDomainMetadataAsync(scratch.Ref, ours), StringComparison.Ordinal);
        await client.SetDomainMetadataAsync(scratch.Ref, DomainMetadata.Title, "Größe – 大", DomainAffect.Config);
        Assert.Equal("Größe – 大", await client.FindDomainMetadataAsync(scratch.Ref, DomainMetadata.Title));
        await client.SetDomainMetadataAsync(scratch.Ref, ours, null, DomainAffect.Config);
        Assert.Null(await client.FindDomainMetadataAsync(scratch.Ref, ours));
    }

    [SkippableFact]
    public async Task Renames_saves_and_restores()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "rename");
        var name = LibvirtDaemon.NewName("renamed");
        await client.RenameDomainAsync(scratch.Ref, name);
        var domain = await client.LookupDomainAsync(name);
        Assert.Equal(scratch.Ref.Uuid, domain.Uuid);

        await client.StartDomainAsync(domain);
        Assert.False(await client.HasManagedSaveAsync(domain));
        await client.SaveDomainAsync(domain);
        Assert.True(await client.HasManagedSaveAsync(domain));
        await client.RemoveManagedSaveAsync(domain);
        Assert.False(await client.HasManagedSaveAsync(domain));
    }

    [SkippableFact]
    public async Task Resizes_and_throttles_a_running_domains_disk()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        var disk = Path.Combine(Path.GetTempPath(), LibvirtDaemon.NewName("disk") + ".raw");
        await File.WriteAllBytesAsync(disk, new byte[1024 * 1024]);
        try
        {
            await using var scratch = await LibvirtScratchDomain.DefineAsync(
                client, "block", $"<disk type='file'><driver name='qemu' type='raw'/><source file='{disk}'/><target dev='vda' bus='virtio'/></disk>");
            await client.StartDomainAsync(scratch.Ref);
            Assert.Equal(1024UL * 1024, (await client.GetBlockUsageAsync(scratch.Ref, "vda")).Capacity);
            await client.ResizeBlockAsync(scratch.Ref, "vda", 3 * 1024 * 1024);
            Assert.Equal(3UL * 1024 * 1024, (await client.GetBlockUsageAsync(scratch.Ref, "vda")).Capacity);
            await client.SetBlockIoTuneAsync(scratch.Ref, "vda", [new TypedParameter("total_bytes_sec", 1_000_000UL)], DomainAffect.Live);
            var limits = await client.GetBlockIoTuneAsync(scratch.Ref, "vda", DomainAffect.Live);
            Assert.Contains(new TypedParameter("total_bytes_sec", 1_000_000UL), limits);
        }
        finally
        {
            File.Delete(disk);
        }
    }

    [SkippableFact]
    public async Task Asks_for_the_addresses_of_a_guest()
    {
        // The test driver makes up an address for each interface.
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        var domain = await client.DefineDomainAsync(
            $"""
            <domain type='test'><name>{LibvirtDaemon.NewName("addr")}</name><memory>65536</memory><os><type>hvm</type></os>
            <devices><interface type='network'><mac address='52:54:00:00:00:0a'/><source network='default'/></interface></devices></domain>
            """);
        try
        {
            await client.StartDomainAsync(domain);
            var found = Assert.Single(await client.GetInterfaceAddressesAsync(domain));
            Assert.Equal("52:54:00:00:00:0a", found.Mac);
            Assert.Equal(AddressFamilyType.Ipv4, Assert.Single(found.Addresses).Type);
        }
        finally
        {
            await client.DestroyDomainAsync(domain);
            await client.UndefineDomainAsync(domain);
        }
    }

    [SkippableFact]
    public async Task A_refusal_carries_what_the_server_said()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        await using var scratch = await LibvirtScratchDomain.DefineAsync(client, "refusal");
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => client.DetachDeviceByAliasAsync(scratch.Ref, "ua-none", DomainDeviceFlags.Config));
        Assert.Contains("ua-none", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(LibvirtErrorLevel.Error, refusal.Error.Level);
        Assert.NotEqual(LibvirtErrorDomain.None, refusal.Error.Domain);
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> events)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var @event in events.WithCancellation(limit.Token))
        {
            return @event;
        }

        throw new InvalidOperationException("The subscription ended without an event.");
    }
}
