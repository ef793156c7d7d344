using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Integration;

/// <summary>The life of each kind of object: define, find, describe, start, stop, forget.</summary>
public sealed class LibvirtObjectTests
{
    [SkippableTheory]
    [InlineData(LibvirtDaemon.Test, "test")]
    [InlineData(LibvirtDaemon.Qemu, "qemu")]
    public async Task Domain(string uri, string type)
    {
        await using var client = await LibvirtDaemon.ConnectAsync(uri);
        var name = LibvirtDaemon.NewName("dom");
        var domain = await client.DefineDomainAsync(
            $"<domain type='{type}'><name>{name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os></domain>");
        try
        {
            Assert.Equal(name, domain.Name);
            Assert.False(domain.IsActive);
            Assert.Contains(domain, await client.ListDomainsAsync(DomainListFlags.Inactive | DomainListFlags.Persistent));
            Assert.DoesNotContain(await client.ListDomainsAsync(DomainListFlags.Active), listed => listed.Uuid == domain.Uuid);
            Assert.Equal(domain, await client.LookupDomainAsync(name));
            Assert.Equal(domain, await client.LookupDomainAsync(domain.Uuid));
            Assert.Contains($"<name>{name}</name>", await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive), StringComparison.Ordinal);
            Assert.True(await client.IsDomainPersistentAsync(domain));

            var running = await client.StartDomainAsync(domain);
            Assert.True(running.IsActive);
            Assert.True(await client.IsDomainActiveAsync(domain));
            await client.SuspendDomainAsync(domain);
            Assert.Equal(DomainState.Paused, (await client.GetDomainStateAsync(domain)).State);
            await client.ResumeDomainAsync(domain);
            var usage = await client.GetDomainUsageAsync(domain);
            Assert.Equal((DomainState.Running, 65536UL, 1), (usage.State, usage.MaximumMemory, usage.VcpuCount));
            Assert.False(await client.IsDomainUpdatedAsync(domain));
            await client.DestroyDomainAsync(domain);
            Assert.Equal(DomainState.Shutoff, (await client.GetDomainStateAsync(domain)).State);

            await client.SetDomainAutostartAsync(domain, true);
            Assert.True(await client.GetDomainAutostartAsync(domain));
            await client.SetDomainAutostartAsync(domain, false);
        }
        finally
        {
            await client.UndefineDomainAsync(domain);
        }

        Assert.Null(await client.FindDomainAsync(domain.Uuid));
    }

    [SkippableTheory]
    [InlineData(LibvirtDaemon.Test)]
    [InlineData(LibvirtDaemon.Qemu)]
    public async Task Network(string uri)
    {
        await using var client = await LibvirtDaemon.ConnectAsync(uri);
        var name = LibvirtDaemon.NewName("net");
        var bridge = $"vplv{Random.Shared.Next(1000, 9999)}";
        var network = await client.DefineNetworkAsync($"<network><name>{name}</name><bridge name='{bridge}'/></network>");
        try
        {
            Assert.Contains(network, await client.ListNetworksAsync());
            Assert.Equal(network, await client.LookupNetworkAsync(name));
            Assert.Equal(network, await client.LookupNetworkAsync(network.Uuid));
            Assert.Contains(bridge, await client.GetNetworkXmlAsync(network, uri == LibvirtDaemon.Qemu ? NetworkXmlFlags.Inactive : NetworkXmlFlags.Current), StringComparison.Ordinal);
            Assert.Equal(bridge, await client.GetNetworkBridgeNameAsync(network));
            Assert.False(await client.IsNetworkActiveAsync(network));
            Assert.True(await client.IsNetworkPersistentAsync(network));
            await client.SetNetworkAutostartAsync(network, true);
            Assert.True(await client.GetNetworkAutostartAsync(network));
        }
        finally
        {
            await client.UndefineNetworkAsync(network);
        }

        Assert.Null(await client.FindNetworkAsync(name));
    }

    [SkippableFact]
    public async Task Storage_pool_and_volumes()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        var name = LibvirtDaemon.NewName("pool");
        var folder = Path.Combine(Path.GetTempPath(), name);
        var pool = await client.DefineStoragePoolAsync($"<pool type='dir'><name>{name}</name><target><path>{folder}</path></target></pool>");
        try
        {
            await client.BuildStoragePoolAsync(pool);
            await client.StartStoragePoolAsync(pool);
            Assert.Contains(pool, await client.ListStoragePoolsAsync(StoragePoolListFlags.Active));
            Assert.Equal(pool, await client.FindStoragePoolAsync(name));
            Assert.Equal(pool, await client.FindStoragePoolByTargetPathAsync(folder));
            Assert.Contains(folder, await client.GetStoragePoolXmlAsync(pool, StorageXmlFlags.Inactive), StringComparison.Ordinal);
            Assert.True(await client.IsStoragePoolActiveAsync(pool));
            Assert.True(await client.IsStoragePoolPersistentAsync(pool));
            Assert.False(await client.GetStoragePoolAutostartAsync(pool));
            Assert.Equal(StoragePoolState.Running, (await client.GetStoragePoolUsageAsync(pool)).State);

            var volume = await client.CreateStorageVolumeAsync(pool, "<volume><name>a.raw</name><capacity>1048576</capacity></volume>");
            Assert.Equal(Path.Combine(folder, "a.raw"), await client.GetStorageVolumePathAsync(volume));
            Assert.Equal(volume, await client.FindStorageVolumeAsync(pool, "a.raw"));
            Assert.Equal(volume, await client.FindStorageVolumeByPathAsync(Path.Combine(folder, "a.raw")));
            Assert.Null(await client.FindStorageVolumeAsync(pool, "b.raw"));
            await client.ResizeStorageVolumeAsync(volume, 2097152);
            Assert.Equal(2097152UL, (await client.GetStorageVolumeUsageAsync(volume)).Capacity);
            Assert.Contains("a.raw", await client.GetStorageVolumeXmlAsync(new StorageVolumeRef(name, "a.raw")), StringComparison.Ordinal);

            var copy = await client.CreateStorageVolumeFromAsync(
                pool, "<volume><name>b.qcow2</name><capacity>2097152</capacity><target><format type='qcow2'/></target></volume>", volume);
            await client.WipeStorageVolumeAsync(copy);
            await client.RefreshStoragePoolAsync(pool);
            Assert.Equal(["a.raw", "b.qcow2"], (await client.ListStorageVolumesAsync(pool)).Select(listed => listed.Name).Order(StringComparer.Ordinal));
            await client.DeleteStorageVolumeAsync(copy);
            await client.DeleteStorageVolumeAsync(volume);
            await client.DestroyStoragePoolAsync(pool);
            await client.DeleteStoragePoolAsync(pool);
        }
        finally
        {
            await client.UndefineStoragePoolAsync(pool);
        }

        Assert.Null(await client.FindStoragePoolAsync(name));
        Assert.False(Directory.Exists(folder));
    }

    [SkippableFact]
    public async Task Secret()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        var usage = LibvirtDaemon.NewName("secret");
        var secret = await client.DefineSecretAsync($"<secret ephemeral='yes' private='yes'><usage type='ceph'><name>{usage}</name></usage></secret>");
        await client.SetSecretValueAsync(secret, "sesame"u8.ToArray());
        Assert.Contains(secret, await client.ListSecretsAsync());
        Assert.Equal(secret, await client.FindSecretAsync(secret.Uuid));
        Assert.Equal(secret, await client.FindSecretAsync(SecretUsage.Ceph, usage));
        Assert.Contains(usage, await client.GetSecretXmlAsync(secret), StringComparison.Ordinal);
        await client.UndefineSecretAsync(secret);
        Assert.Null(await client.FindSecretAsync(secret.Uuid));
    }

    [SkippableFact]
    public async Task Network_filter()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu);
        var name = LibvirtDaemon.NewName("filter");
        var filter = await client.DefineNetworkFilterAsync($"<filter name='{name}' chain='root'><rule action='drop' direction='in'><all/></rule></filter>");
        Assert.Contains(filter, await client.ListNetworkFiltersAsync());
        Assert.Equal(filter, await client.FindNetworkFilterAsync(name));
        Assert.Contains("action='drop'", await client.GetNetworkFilterXmlAsync(filter), StringComparison.Ordinal);
        await client.UndefineNetworkFilterAsync(filter);
        Assert.Null(await client.FindNetworkFilterAsync(name));
    }

    [SkippableFact]
    public async Task Node_device()
    {
        // The test driver's host has a made-up device.
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        var device = Assert.Contains(new NodeDeviceRef("computer"), (await client.ListNodeDevicesAsync()).ToDictionary(found => found));
        Assert.Equal(device, await client.FindNodeDeviceAsync("computer"));
        Assert.Contains("<name>computer</name>", await client.GetNodeDeviceXmlAsync(device), StringComparison.Ordinal);
        Assert.Null(await client.FindNodeDeviceAsync("vplv-nothing"));
    }
}
