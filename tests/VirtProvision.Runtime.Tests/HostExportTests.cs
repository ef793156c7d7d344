using System.Xml.Linq;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests;

public sealed class HostExportTests
{
    private static readonly ExportRequest s_request = new([new ExportSelector(ResourceKind.Domain, "d")]);

    [Fact]
    public async Task Who_may_only_read_is_told_that_secrets_were_not_seen()
    {
        var host = new FakeHypervisor();
        host.Objects[new ResourceId(ResourceKind.Domain, "d")] = new FakeObject(XElement.Parse("<domain type='qemu'><name>d</name><devices><graphics type='vnc'/></devices></domain>"));
        var result = await new HostExport(new ReadOnlyConnector(host), ResourceExporter.Embedded).RunAsync(s_request, default);

        Assert.Equal("VP5104", Assert.Single(result.Diagnostics).Code);
        Assert.Single(result.Resources);
        Assert.Empty(host.Calls);
    }

    [Fact]
    public async Task Where_no_secret_can_be_none_is_looked_for()
    {
        var host = new FakeHypervisor();
        host.Objects[new ResourceId(ResourceKind.Domain, "d")] = new FakeObject(XElement.Parse("<domain type='qemu'><name>d</name></domain>"));

        Assert.Empty((await new HostExport(new ReadOnlyConnector(host), ResourceExporter.Embedded).RunAsync(s_request, default)).Diagnostics);
    }

    [Theory]
    [InlineData("web", "Domain/web")]
    [InlineData("networks/lan", "Network/lan")]
    [InlineData("StoragePool/images", "StoragePool/images")]
    [InlineData("vol/images/a b.qcow2", "StorageVolume/images/a b.qcow2")]
    [InlineData("volume/root", null)]
    [InlineData("domain/", null)]
    [InlineData("secret/x", null)]
    public void A_selector_is_read_as_it_is_typed(string text, string? expected) => Assert.Equal(expected, ExportSelector.Parse(text, ResourceKind.Domain)?.ToString());

    private sealed class ReadOnlyConnector(FakeHypervisor host) : IHostConnector
    {
        public string Uri => "fake:///";

        public bool IsLocal => false;

        public Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) => Task.FromResult<IHypervisorReader>(host);

        public Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) =>
            Task.FromException<IHypervisor>(new LibvirtConnectException(LibvirtConnectFailure.PermissionDenied, "authentication unavailable"));
    }
}
