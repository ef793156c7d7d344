using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Cloning;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Cloning;

public sealed class DomainClonerTests
{
    private static readonly ResourceId s_original = new(ResourceKind.Domain, "web");

    private const string Xml = """
        <domain type='kvm'><name>web</name><uuid>22222222-2222-2222-2222-222222222222</uuid><os><nvram>/nvram/web_VARS.fd</nvram></os><devices>
          <disk type='file'><driver name='qemu' type='qcow2'/><source file='/images/root.qcow2'/><target dev='vda'/></disk>
          <disk type='file'><driver name='qemu' type='raw'/><source file='/images/data.img'/><target dev='vdb'/></disk>
          <interface type='network'/>
        </devices></domain>
        """;

    [Fact]
    public async Task The_domain_comes_last()
    {
        var host = Host();
        var result = await CloneAsync(host, Auto);

        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.Equal("define Domain/web-clone", Work(host).Last());
        Assert.Equal("the root", host.Objects[new ResourceId(ResourceKind.StorageVolume, "root-clone.qcow2", "images")].Content);
        Assert.Equal(
            "/images/root-clone.qcow2 /images/data-clone.img",
            string.Join(' ', host.Objects[new ResourceId(ResourceKind.Domain, "web-clone")].Xml.Descendants("source").Select(static source => source.Attribute("file")!.Value)));
    }

    [Fact]
    public async Task A_seed_is_uploaded_before_the_domain_is_defined_and_goes_when_that_fails()
    {
        var host = Host();
        var before = host.State;
        Assert.True((await CloneAsync(host, Auto with { IsFresh = true, IsLinked = true })).Succeeded);
        var seed = Assert.Single(host.Objects, static item => item.Key.Name.EndsWith(".iso", StringComparison.Ordinal));
        Assert.Contains("local-hostname: web-clone", seed.Value.Content, StringComparison.Ordinal);
        Assert.Equal("define Domain/web-clone", Work(host).Last());

        host = Host();
        host.OnCall = call =>
        {
            if (call is "define Domain/web-clone")
            {
                host.FailAt = host.Calls.Count + 1;
            }
        };
        Assert.False((await CloneAsync(host, Auto with { IsFresh = true, IsLinked = true })).Succeeded);
        Assert.Equal(before, host.State);
    }

    [Theory]
    [InlineData(false, "VP8352")]
    [InlineData(true, "VP8351")]
    public async Task Without_virt_sysprep_nothing_is_made(bool isLocal, string code)
    {
        var host = Host();
        var cloner = new DomainCloner(new FakeConnector(host) { IsLocal = isLocal }, TimeProvider.System, Guid.NewGuid) { Sysprep = null };
        var prepared = await cloner.PrepareAsync(new CloneOrder("web", null, Auto) { UsesSysprep = true }, default);
        Assert.Equal([code], prepared.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task A_clone_that_stays_its_original_is_not_started()
    {
        var host = Host();
        var cloner = new DomainCloner(new FakeConnector(host) { IsLocal = true }, TimeProvider.System, Guid.NewGuid) { Sysprep = new Sysprep("/nonexistent") };
        var prepared = await cloner.PrepareAsync(new CloneOrder("web", null, Auto) { UsesSysprep = true, Start = new GuestStart { KeepsRunning = true } }, default);
        var result = await cloner.RunAsync(prepared, progress: null, default);
        Assert.Equal(["VP8353"], result.Diagnostics.Select(static finding => finding.Code));
        Assert.Equal("define Domain/web-clone", Work(host).Last());
    }

    [Fact]
    public async Task Clones_that_it_did_not_come_to_are_told_of()
    {
        var host = Host();
        using var stop = new CancellationTokenSource();
        host.OnCall = call =>
        {
            if (call is "define Domain/web-clone")
            {
                stop.Cancel();
            }
        };
        var cloner = new DomainCloner(new FakeConnector(host) { IsLocal = true }, TimeProvider.System, Guid.NewGuid) { Sysprep = new Sysprep("/bin/true") };
        var prepared = await cloner.PrepareAsync(new CloneOrder("web", null, Auto) { UsesSysprep = true }, default);
        var result = await cloner.RunAsync(prepared, progress: null, stop.Token);
        Assert.Contains("VP8354", result.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task A_driver_that_knows_no_reflinks_copies()
    {
        var host = Host();
        host.KnowsReflink = false;
        Assert.True((await CloneAsync(host, Auto with { IsReflink = true })).Succeeded);
        Assert.Equal(2, host.Calls.Count(static call => call == "clone StorageVolume/images/data-clone.img"));
    }

    [Fact]
    public async Task An_image_that_its_pool_has_not_seen_yet_is_looked_for()
    {
        var host = Host();
        var data = new ResourceId(ResourceKind.StorageVolume, "data.img", "images");
        host.Objects.Remove(data);
        host.OnCall = call =>
        {
            if (call is "refresh StoragePool/images")
            {
                host.Objects[data] = new FakeObject(new XElement("volume")) { Content = "found" };
            }
        };

        Assert.True((await CloneAsync(host, Auto)).Succeeded);
        Assert.Equal("found", host.Objects[data with { Name = "data-clone.img" }].Content);
    }

    [Fact]
    public async Task A_failure_at_any_call_leaves_nothing_of_the_clone()
    {
        var whole = Host();
        await CloneAsync(whole, Auto);
        for (var failAt = 1; failAt <= whole.Calls.Count; failAt++)
        {
            var host = Host();
            var before = host.State;
            host.FailAt = failAt;
            var result = await CloneAsync(host, Auto);

            // What could not be deleted of a run's own marks, the next run does.
            var failed = host.Calls[failAt - 1];
            if (failed.StartsWith("delete StorageVolume/images/virtprovision-run-", StringComparison.Ordinal))
            {
                Assert.True(result.Succeeded);
                continue;
            }

            Assert.False(result.Succeeded, failed);
            Assert.NotEmpty(result.Diagnostics);
            if (!failed.EndsWith(".virtprovision-part", StringComparison.Ordinal) || !failed.StartsWith("delete", StringComparison.Ordinal))
            {
                Assert.Equal(before, host.State);
            }
        }
    }

    [Fact]
    public async Task A_run_that_is_stopped_takes_back_what_it_had_done()
    {
        var whole = Host();
        await CloneAsync(whole, Auto);
        for (var stopAt = 1; stopAt < whole.Calls.Count; stopAt++)
        {
            using var stop = new CancellationTokenSource();
            var host = Host();
            var before = host.State;
            var call = whole.Calls[stopAt];
            host.OnCall = name =>
            {
                if (name == call)
                {
                    stop.Cancel();
                }
            };
            var result = await CloneAsync(host, Auto, cancellationToken: stop.Token);

            // What was begun as the last step may be finished.
            Assert.Equal(result.Succeeded ? whole.State : before, host.State);
        }
    }

    [Fact]
    public async Task One_failure_of_many_leaves_the_others()
    {
        var host = Host();
        host.OnCall = call =>
        {
            if (call is "define Domain/b")
            {
                host.FailAt = host.Calls.Count + 1;
            }
        };
        var result = await CloneAsync(host, Auto with { Names = ["a", "b", "c"], IsLinked = true }, parallelism: 1);

        Assert.False(result.Succeeded);
        Assert.Equal(["Applied", "Failed", "Applied"], result.Report!.Outcomes.Select(static outcome => outcome.State.ToString()));
        Assert.Equal(["a", "c", "web"], host.Objects.Keys.Where(static id => id.Kind == ResourceKind.Domain).Select(static id => id.Name).Order());
        Assert.Equal(2 + 4, host.Objects.Keys.Count(static id => id.Kind == ResourceKind.StorageVolume));
    }

    [Fact]
    public async Task A_replaced_domain_is_put_back_when_its_successor_fails()
    {
        var host = Host();
        var old = new ResourceId(ResourceKind.Domain, "old");
        host.Objects[old] = new FakeObject(XElement.Parse("<domain><name>old</name><uuid>11111111-1111-1111-1111-111111111111</uuid></domain>"));
        var before = host.State;
        host.OnCall = call =>
        {
            if (call is "define Domain/old" && host.FailAt is 0)
            {
                host.FailAt = host.Calls.Count + 1;
            }
        };
        var result = await CloneAsync(host, Auto with { Names = ["old"], Replaces = true });

        Assert.False(result.Succeeded);
        Assert.Equal(before, host.State);
    }

    [Fact]
    public async Task A_running_original_is_refused()
    {
        var host = Host();
        host.Objects[s_original].IsActive = true;
        Assert.Equal(["VP8403"], (await PrepareAsync(host, "web", null)).Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task An_original_that_keeps_its_memory_is_pointed_out()
    {
        var host = Host();
        host.SavedStates.Add(s_original);
        var prepared = await PrepareAsync(host, "web", null);
        Assert.Equal(["VP8444"], prepared.Diagnostics.Select(static finding => finding.Code));
        Assert.NotNull(prepared.Plan);
    }

    [Fact]
    public async Task An_original_that_was_started_while_it_was_copied_is_told()
    {
        var host = Host();
        host.OnCall = call => host.Objects[s_original].IsActive |= call.StartsWith("clone", StringComparison.Ordinal);
        var result = await CloneAsync(host, Auto);
        Assert.Equal(["VP8443"], result.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task An_original_that_changed_since_it_was_planned_is_told()
    {
        var host = Host();
        var prepared = await PrepareAsync(host, "web", null);
        host.Objects[s_original].Xml.Descendants("source").First().SetAttributeValue("file", "/images/else.qcow2");
        var result = await Cloner(host).RunAsync(prepared, progress: null, default);
        Assert.Equal(["VP8442"], result.Diagnostics.Select(static finding => finding.Code));
        Assert.Empty(host.Calls);
    }

    [Fact]
    public async Task A_volume_that_somebody_made_meanwhile_is_left_alone()
    {
        var host = Host();
        var prepared = await PrepareAsync(host, "web", null, Auto with { IsLinked = true });
        host.Objects[new ResourceId(ResourceKind.StorageVolume, "root-clone.qcow2", "images")] = new FakeObject(new XElement("volume")) { Content = "theirs" };
        var before = host.State;
        var result = await Cloner(host).RunAsync(prepared, progress: null, default);
        Assert.Equal(["VP7025"], result.Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(before, host.State);
    }

    [Fact]
    public async Task A_pool_of_the_run_that_cannot_be_removed_is_told()
    {
        var host = Host();
        host.OnCall = call =>
        {
            if (call is "stop StoragePool/nvram")
            {
                host.FailAt = host.Calls.Count + 1;
            }
        };
        var prepared = await PrepareAsync(host, "web", null);
        var plan = prepared.Plan! with { Pools = [new ClonePool(new ResourceId(ResourceKind.StoragePool, "nvram"), "/nvram", XElement.Parse("<pool type='dir'><name>nvram</name></pool>"), IsForRun: true)] };
        var result = await Cloner(host).RunAsync(prepared with { Plan = plan }, progress: null, default);
        Assert.Equal(["VP8441"], result.Diagnostics.Select(static finding => finding.Code));
    }

    [Fact]
    public async Task A_name_that_somebody_took_meanwhile_is_told()
    {
        var host = Host();
        host.OnCall = call =>
        {
            if (call is "define Domain/web-clone" && host.FailAt is 0)
            {
                host.FailAt = host.Calls.Count + 1;
                host.Objects[new ResourceId(ResourceKind.Domain, "web-clone")] = new FakeObject(XElement.Parse("<domain><name>web-clone</name><uuid>99999999-9999-9999-9999-999999999999</uuid></domain>"));
            }
        };
        var (prepared, result) = await ContestAsync(host, Auto with { Names = ["web-clone"] });
        Assert.False(result.Succeeded);
        Assert.Contains("VP7067", result.Diagnostics.Select(static finding => finding.Code));
        Assert.Equal("web-clone", Assert.Single(prepared.Plan!.Clones).Name);
    }

    [Fact]
    public async Task A_made_up_name_that_somebody_took_meanwhile_becomes_the_next()
    {
        var host = Host();
        host.OnCall = call =>
        {
            if (call is "define Domain/web-clone" && host.FailAt is 0)
            {
                host.FailAt = host.Calls.Count + 1;
                host.Objects[new ResourceId(ResourceKind.Domain, "web-clone")] = new FakeObject(XElement.Parse("<domain><name>web-clone</name><uuid>99999999-9999-9999-9999-999999999999</uuid></domain>"));
            }
        };
        var (prepared, result) = await ContestAsync(host, Auto with { Count = 2 });
        Assert.True(result.Succeeded, string.Join('\n', result.Diagnostics));
        Assert.Equal(["web-clone1", "web-clone2"], prepared.Plan!.Clones.Select(static clone => clone.Name).Order());
        Assert.Equal(2, result.Report!.Count(VirtProvision.Runtime.Applying.OutcomeState.Applied));
    }

    private static async Task<(PreparedClones Prepared, CloneResult Result)> ContestAsync(FakeHypervisor host, CloneRequest request) =>
        await CloneContest.RunAsync(Cloner(host), await PrepareAsync(host, "web", null, request, parallelism: 1), progress: null, default);

    [Theory]
    [InlineData(null, null, "VP8401")]
    [InlineData("wbe", null, "VP8402")]
    [InlineData(null, "<domain><name>x</name>", "VP8404")]
    [InlineData(null, "<network><name>x</name></network>", "VP8404")]
    [InlineData(null, "<domain/>", "VP8404")]
    public async Task What_is_no_original_is_told(string? name, string? xml, string code)
    {
        var prepared = await PrepareAsync(Host(), name, xml);
        var finding = Assert.Single(prepared.Diagnostics);
        Assert.Equal(code, finding.Code);
        Assert.Equal(xml is not null, finding.Span is not null);
        Assert.Null(prepared.Plan);
    }

    /// <summary>The calls without those that sign what is being made.</summary>
    private static IEnumerable<string> Work(FakeHypervisor host) => host.Calls.Where(static call => !call.Contains("virtprovision-", StringComparison.Ordinal));

    private static readonly CloneRequest Auto = new() { MakesNames = true };

    private static FakeHypervisor Host()
    {
        var host = new FakeHypervisor
        {
            Inventory = new FakeInventory
            {
                Pools = [new HostPool("images", XElement.Parse("<pool type='dir'><name>images</name><target><path>/images</path></target></pool>")) { IsActive = true, Available = 1 << 30 }],
                Volumes = [Volume("root.qcow2", "qcow2"), Volume("data.img", "raw")],
                Domains = [new HostDomain("web", Guid.Empty, XElement.Parse(Xml)), new HostDomain("old", Guid.Empty, XElement.Parse("<domain><name>old</name></domain>"))],
            },
        };
        host.Objects[new ResourceId(ResourceKind.StoragePool, "images")] = new FakeObject(XElement.Parse("<pool type='dir'><name>images</name></pool>")) { IsActive = true };
        host.Objects[new ResourceId(ResourceKind.StorageVolume, "root.qcow2", "images")] = new FakeObject(new XElement("volume")) { Content = "the root" };
        host.Objects[new ResourceId(ResourceKind.StorageVolume, "data.img", "images")] = new FakeObject(new XElement("volume")) { Content = "the data" };
        host.Objects[s_original] = new FakeObject(XElement.Parse(Xml));
        return host;
    }

    private static HostVolume Volume(string name, string format) =>
        new("images", name, $"/images/{name}", XElement.Parse($"<volume type='file'><capacity>10</capacity><allocation>10</allocation><target><path>/images/{name}</path><format type='{format}'/></target></volume>"));

    private static async Task<CloneResult> CloneAsync(FakeHypervisor host, CloneRequest request, int parallelism = 4, CancellationToken cancellationToken = default)
    {
        var prepared = await PrepareAsync(host, "web", null, request, parallelism);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        return await Cloner(host).RunAsync(prepared, progress: null, cancellationToken);
    }

    private static Task<PreparedClones> PrepareAsync(FakeHypervisor host, string? name, string? xml, CloneRequest? request = null, int parallelism = 4) =>
        Cloner(host).PrepareAsync(new CloneOrder(name, xml is null ? null : new SourceFile("x.xml", xml), request ?? Auto) { Parallelism = parallelism }, default);

    // UUIDs that follow each other, so that two runs make the same.
    private static DomainCloner Cloner(FakeHypervisor host)
    {
        var next = 0;
        return new DomainCloner(new FakeConnector(host), TimeProvider.System, () => new Guid(Interlocked.Increment(ref next), 0, 0, new byte[8]));
    }
}
