using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Fakes;
using VirtProvision.Runtime.Tests.Workspaces;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Applying;

/// <summary>A run of patches that fails at any of its calls loses no domain and leaves none half changed, and the next run finishes what it began.</summary>
public sealed class PatchFaultTests
{
    private const string Patch = """
        apiVersion: virtprovision/v1
        kind: DomainPatch
        metadata: {name: p}
        spec:
          match: {names: ["web*"]}
          patch: {memory: 2GiB, metadata: {title: patched}, disks: [{target: {dev: vda}, cache: none}]}
        """;

    public static TheoryData<int, bool, bool> Faults
    {
        get
        {
            var faults = new TheoryData<int, bool, bool>();
            for (var call = 1; call <= 3; call++)
            {
                faults.Add(call, false, false);
                faults.Add(call, true, false);
                faults.Add(call, true, true);
            }

            return faults;
        }
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_fault_at_any_call_leaves_every_domain_whole(int call, bool losesConnection, bool afterEffect)
    {
        using var folder = new SpecFolder(("patch.yaml", Patch));
        var host = Host();
        var before = Definitions(host);
        var pipeline = new Pipeline(new WorkspaceOptions { Paths = [folder.Root] }, TemplateRenderer.Embedded, PipelineTools.Default);

        (host.FailAt, host.FailureLosesConnection, host.FailureAfterEffect) = (call, losesConnection, afterEffect);
        var broken = await ApplyAsync(pipeline, host);
        Assert.False(broken.Report!.Succeeded);
        MustBeWhole(before, host);

        host = Again(host);
        Assert.True((await ApplyAsync(pipeline, host)).Report!.Succeeded);
        Assert.All(Definitions(host).Values, static xml => Assert.True(IsPatched(xml), xml));
        Assert.False((await pipeline.PlanAsync(new FakeConnector(host), default)).Plan!.HasChanges);

        host = Again(host);
        (host.FailAt, host.FailureLosesConnection, host.FailureAfterEffect) = (call, losesConnection, afterEffect);
        await DestroyAsync(pipeline, host);
        MustBeWhole(before, host);

        host = Again(host);
        await DestroyAsync(pipeline, host);
        Assert.All(Definitions(host), pair => Assert.False(IsPatched(pair.Value), pair.Value));
        MustBeWhole(before, host);
    }

    // Either as it was, or as the patch has it with the memory of it: nothing between.
    private static void MustBeWhole(Dictionary<ResourceId, string> before, FakeHypervisor host)
    {
        var now = Definitions(host);
        Assert.Equal(before.Keys.Order(ById), now.Keys.Order(ById));
        foreach (var (id, xml) in now)
        {
            var parsed = XElement.Parse(xml);
            var hasMemory = parsed.Element("metadata")?.Element(ProvisionNamespace.Patches) is not null;
            var changed = new[]
            {
                parsed.Element("title")?.Value == "patched",
                parsed.Element("devices")!.Element("disk")!.Element("driver")!.Attribute("cache")!.Value == "none",
                parsed.Element("memory")!.Value == "2097152",
            };
            Assert.All(changed, one => Assert.Equal(hasMemory, one));
        }
    }

    private static readonly Comparer<ResourceId> ById = Comparer<ResourceId>.Create(static (one, other) => string.CompareOrdinal(one.Name, other.Name));

    private static bool IsPatched(string xml) => xml.Contains("<title>patched</title>", StringComparison.Ordinal);

    private static Dictionary<ResourceId, string> Definitions(FakeHypervisor host) => host.Objects.ToDictionary(static pair => pair.Key, static pair => pair.Value.Xml.ToString());

    private static FakeHypervisor Host()
    {
        var host = new FakeHypervisor();
        for (var i = 1; i <= 3; i++)
        {
            host.Objects[new ResourceId(ResourceKind.Domain, $"web{i}")] = new FakeObject(XElement.Parse(
                $"<domain type='qemu'><name>web{i}</name><memory unit='KiB'>1048576</memory><devices><disk type='file' device='disk'><driver name='qemu' type='raw' cache='writeback'/><source file='/a'/><target dev='vda' bus='virtio'/></disk></devices></domain>"));
        }

        return host;
    }

    // The same host, reached anew.
    private static FakeHypervisor Again(FakeHypervisor host)
    {
        var again = new FakeHypervisor();
        foreach (var (id, item) in host.Objects)
        {
            again.Objects[id] = item;
        }

        return again;
    }

    private static Task<ApplyResult> ApplyAsync(Pipeline pipeline, FakeHypervisor host) =>
        pipeline.ApplyAsync(new FakeConnector(host), new ApplyOptions { Parallelism = 1 }, static (_, _) => Task.FromResult(true), null, default);

    private static Task<ApplyResult> DestroyAsync(Pipeline pipeline, FakeHypervisor host) =>
        pipeline.DestroyAsync(new FakeConnector(host), new DestroyOptions(), static (_, _) => Task.FromResult(true), null, default);

    private sealed class FakeConnector(FakeHypervisor host) : IHostConnector
    {
        public string Uri => "fake:///";

        public bool IsLocal => false;

        public Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) => Task.FromResult<IHypervisorReader>(host);

        public Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) => Task.FromResult<IHypervisor>(host);
    }
}
