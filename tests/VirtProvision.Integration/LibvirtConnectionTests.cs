using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Integration;

public sealed class LibvirtConnectionTests
{
    [SkippableFact]
    public async Task Tells_about_the_host()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu, new LibvirtConnectOptions { ReadOnly = true });
        Assert.Equal("QEMU", await client.GetDriverTypeAsync());
        Assert.Equal("qemu:///system", await client.GetUriAsync());
        Assert.NotEmpty(await client.GetHostnameAsync());
        Assert.True(await client.GetLibvirtVersionAsync() >= new Version(6, 0, 0));
        Assert.True(await client.GetVersionAsync() >= new Version(2, 0, 0));
        Assert.Contains("<capabilities>", await client.GetCapabilitiesAsync(), StringComparison.Ordinal);
        Assert.True(await client.SupportsAsync(ConnectionFeature.EventCallbacks));
    }

    [SkippableFact]
    public async Task A_read_only_connection_is_refused_a_write_with_the_whole_error()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu, new LibvirtConnectOptions { ReadOnly = true });
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => client.DefineDomainAsync("<domain/>"));
        Assert.Equal(LibvirtErrorCode.OperationDenied, refusal.Code);
        Assert.Equal(LibvirtErrorLevel.Error, refusal.Error.Level);
        Assert.NotEmpty(refusal.Message);
        Assert.NotNull(refusal.Error.Str1);
    }

    [SkippableFact]
    public async Task Domain_capabilities_need_a_connection_that_may_write()
    {
        await using (var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu))
        {
            Assert.Contains("<domainCapabilities>", await client.GetDomainCapabilitiesAsync(), StringComparison.Ordinal);
            Assert.Contains(
                "<arch>x86_64</arch>", await client.GetDomainCapabilitiesAsync(new DomainCapabilitiesQuery(Architecture: "x86_64", VirtType: "qemu")), StringComparison.Ordinal);
        }

        await using var readOnly = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Qemu, new LibvirtConnectOptions { ReadOnly = true });
        await Assert.ThrowsAsync<LibvirtServerException>(() => readOnly.GetDomainCapabilitiesAsync());
    }

    [SkippableFact]
    public async Task A_missing_domain_is_null_or_an_error_as_the_caller_likes()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        Assert.Null(await client.FindDomainAsync("vplv-nobody"));
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => client.LookupDomainAsync("vplv-nobody"));
        Assert.Equal(LibvirtErrorCode.NoDomain, refusal.Code);
        Assert.True(refusal.IsNotFound);
    }

    [SkippableFact]
    public async Task An_unknown_driver_is_refused_by_the_server()
    {
        var refusal = await Assert.ThrowsAsync<LibvirtServerException>(() => LibvirtDaemon.ConnectAsync("nosuch:///system"));
        Assert.NotEmpty(refusal.Message);
    }

    [SkippableFact]
    public async Task The_observer_sees_every_call_and_no_write_among_reads()
    {
        var seen = new System.Collections.Concurrent.ConcurrentQueue<RemoteProcedure>();
        await using (var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test, new LibvirtConnectOptions { CallObserver = seen.Enqueue }))
        {
            foreach (var domain in await client.ListDomainsAsync())
            {
                await client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive);
            }
        }

        Assert.Equal([RemoteProcedure.AuthList, RemoteProcedure.ConnectOpen, RemoteProcedure.ConnectListAllDomains], seen.Take(3));
        Assert.Contains(RemoteProcedure.DomainGetXmlDesc, seen);
        Assert.DoesNotContain(seen, procedure => procedure.IsWrite());
    }

    [SkippableFact]
    public async Task Five_thousand_calls_at_once_are_all_answered()
    {
        await using var client = await LibvirtDaemon.ConnectAsync(LibvirtDaemon.Test);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => client.GetHostnameAsync()));
        Assert.Single(answers.Distinct());
    }

    [SkippableFact]
    public async Task A_users_own_daemon_is_started_when_it_is_not_running()
    {
        Skip.If(Environment.IsPrivilegedProcess, "root has no libvirt daemon of its own.");
        Skip.IfNot(File.Exists("/usr/sbin/libvirtd") || File.Exists("/usr/sbin/virtqemud"), "No libvirt daemon is installed.");
        await using var client = await LibvirtClient.ConnectAsync(LibvirtUri.Parse("qemu:///session"), new LibvirtConnectOptions { ReadOnly = true });
        Assert.Equal("qemu:///session", await client.GetUriAsync());
    }
}
