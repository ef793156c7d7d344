using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Hypervisors;

/// <summary>What a connector says of itself before it connects.</summary>
public sealed class LibvirtConnectorTests
{
    [Theory]
    [InlineData("qemu:///system", true)]
    [InlineData("qemu+unix:///session", true)]
    [InlineData("qemu+ssh://host/system", false)]
    [InlineData("qemu+tcp:///system", false)]
    [InlineData("no uri at all", false)]
    public void Knows_whether_the_hosts_files_are_here(string uri, bool isLocal) => Assert.Equal((uri, isLocal), (new LibvirtConnector(uri).Uri, new LibvirtConnector(uri).IsLocal));

    [Fact]
    public async Task A_password_is_not_its_name()
    {
        var host = new LibvirtConnector("qemu+ssh://root:hunter2@host/system");
        Assert.Equal("qemu+ssh://root:…@host/system", host.Uri);
        Assert.Equal(LibvirtConnectFailure.InvalidUri, (await Assert.ThrowsAsync<LibvirtConnectException>(() => host.ConnectReadOnlyAsync(default))).Failure);
    }
}
