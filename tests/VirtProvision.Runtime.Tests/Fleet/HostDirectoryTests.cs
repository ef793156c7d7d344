using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Fleet;

public sealed class HostDirectoryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("alias")]
    public async Task A_host_that_nobody_named_is_shown_by_the_uri_that_it_stands_for(string connection)
    {
        var hosts = new HostDirectory(new WorkspaceOptions { Paths = [] }, static _ => new LibvirtConnector("qemu:///system?socket=/nowhere/libvirt-sock"));

        var (reviews, findings) = await hosts.ExamineAsync([], connection, atOnce: 1, default);

        Assert.Empty(findings);
        Assert.Equal("qemu:///system?socket=/nowhere/libvirt-sock", Assert.Single(reviews).Label);
    }
}
