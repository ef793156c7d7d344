using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class OpenedGuestTests
{
    [Fact]
    public async Task A_guest_that_does_not_go_on_is_told()
    {
        var host = new FakeHypervisor();
        host.Objects[new ResourceId(ResourceKind.Domain, "web")] = new FakeObject(XElement.Parse("<domain><name>web</name></domain>")) { IsActive = true };
        var findings = new DiagnosticBag();
        await using var guest = (await OpenedGuest.FindAsync(new FakeConnector(host), "w*", findings, default))!;
        Assert.True(await guest.ResumeAsync(findings, default));

        host.Objects[guest.Domain].IsActive = false;
        Assert.False(await guest.ResumeAsync(findings, default));
        Assert.Equal("VP6096", Assert.Single(findings).Code);
    }
}
