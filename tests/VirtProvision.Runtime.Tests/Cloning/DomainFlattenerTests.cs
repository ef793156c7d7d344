using System.Xml.Linq;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Cloning;

public sealed class DomainFlattenerTests
{
    private static readonly ResourceId s_web = new(ResourceKind.Domain, "web");

    private const string Xml = "<domain><name>web</name><devices><disk><source file='/p/web'/><backingStore type='file'><source file='/p/base'/></backingStore><target dev='vda'/></disk></devices></domain>";

    [Fact]
    public async Task A_domain_that_is_off_is_started_for_it_and_off_again_after()
    {
        var host = Host();
        var result = await FlattenAsync(host);
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.Equal(["start Domain/web", "pull vda Domain/web", "stop Domain/web", "refresh StoragePool/p"], host.Calls);
    }

    [Fact]
    public async Task A_running_domain_runs_on()
    {
        var host = Host();
        await host.StartAsync(s_web, default);
        host.Calls.Clear();
        Assert.True((await FlattenAsync(host)).Succeeded);
        Assert.Equal(["pull vda Domain/web", "refresh StoragePool/p"], host.Calls);
    }

    [Fact]
    public async Task A_job_that_ended_early_is_told()
    {
        var host = Host();
        host.OnPull = null;
        var result = await FlattenAsync(host);
        Assert.Equal(["VP7026"], result.Diagnostics.Select(static finding => finding.Code));
        Assert.False(host.Objects[s_web].IsActive);
    }

    [Fact]
    public async Task A_saved_state_is_not_used_up()
    {
        var host = Host();
        host.SavedStates.Add(s_web);
        Assert.Equal(["VP7027"], (await FlattenAsync(host)).Diagnostics.Select(static finding => finding.Code));
        Assert.DoesNotContain("start Domain/web", host.Calls);
    }

    [Fact]
    public async Task A_refused_pull_leaves_the_domain_off()
    {
        var host = Host();
        host.FailAt = 2;
        Assert.Equal(["VP7001"], (await FlattenAsync(host)).Diagnostics.Select(static finding => finding.Code));
        Assert.False(host.Objects[s_web].IsActive);
    }

    private static FakeHypervisor Host()
    {
        var host = new FakeHypervisor
        {
            Inventory = new FakeInventory
            {
                Pools = [new HostPool("p", XElement.Parse("<pool type='dir'><target><path>/p</path></target></pool>")) { IsActive = true, Available = 100 }],
                Volumes = [new HostVolume("p", "web", "/p/web", XElement.Parse("<volume><backingStore><path>/p/base</path></backingStore></volume>")), new HostVolume("p", "base", "/p/base", new XElement("volume"))],
                Domains = [new HostDomain("web", Guid.Empty, XElement.Parse(Xml))],
            },
        };
        host.Objects[s_web] = new FakeObject(XElement.Parse(Xml));
        host.Objects[new ResourceId(ResourceKind.StoragePool, "p")] = new FakeObject(new XElement("pool")) { IsActive = true };
        host.OnPull = (domain, _) => host.Objects[domain].LiveXml!.Descendants("backingStore").Single().ReplaceWith(new XElement("backingStore"));
        return host;
    }

    private static async Task<CloneResult> FlattenAsync(FakeHypervisor host)
    {
        var flattener = new DomainFlattener(new FakeConnector(host), TimeProvider.System);
        var prepared = await flattener.PrepareAsync(["web"], [], default);
        Assert.False(prepared.HasErrors);
        return await flattener.RunAsync(prepared, parallelism: 1, progress: null, default);
    }
}
