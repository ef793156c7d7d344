using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Integration;

public sealed class ReplicaTests
{
    [SkippableFact]
    public async Task Fewer_replicas_go_from_the_end_and_only_those_that_were_made_as_such()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var names = Enumerable.Range(0, 5).Select(index => play.Name(ResourceKind.Domain, $"web-{index}")).ToArray();
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(Spec(play, 3, "64MiB"));
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        // Of another maker, with a name of the same form.
        await play.Host.DefineAsync(names[4], $"<domain type='qemu'><name>{names[4].Name}</name><memory>65536</memory><os><type>hvm</type></os></domain>", default);
        await specs.MustBeUnchangedAsync();

        // A change of those that stay does not hide the one that goes, and what it was made as outlives it.
        specs.Write(Spec(play, 3, "96MiB"));
        await specs.MustApplyAsync();
        specs.Write(Spec(play, 2, "96MiB"));
        var plan = (await specs.PlanAsync()).Plan!;

        var gone = Assert.Single(plan.Changes, static change => !change.IsNoOp);
        Assert.Equal((ChangeAction.Delete, names[2]), (gone.Action, gone.Id));
        Assert.Contains($"{names[2].Name}-root.qcow2", Assert.Single(gone.Notes), StringComparison.Ordinal);
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
        Assert.Equal("0 1 4", await StandingAsync(play, names));
        Assert.NotNull(await play.Host.ReadVolumePathAsync(new ResourceId(ResourceKind.StorageVolume, $"{names[2].Name}-root.qcow2", play.Pool.Name), default));

        // More again: the disk that stayed is taken up.
        specs.Write(Spec(play, 3, "96MiB"));
        await specs.MustApplyAsync();
        specs.Write(Spec(play, 0, "96MiB"));
        await specs.MustApplyAsync();
        Assert.Equal("4", await StandingAsync(play, names));
    }

    [SkippableFact]
    public async Task Destroying_takes_those_beyond_the_number_too()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var names = Enumerable.Range(0, 4).Select(index => play.Name(ResourceKind.Domain, $"web-{index}")).ToArray();
        var specs = new SpecFolder($"{play.Folder}/specs");
        specs.Write(Spec(play, 3, "64MiB"));
        await specs.MustApplyAsync();
        await play.Host.DefineAsync(names[3], $"<domain type='qemu'><name>{names[3].Name}</name><memory>65536</memory><os><type>hvm</type></os></domain>", default);

        // The number fell and nobody applied that.
        specs.Write(Spec(play, 1, "64MiB"));
        var destroyed = await specs.DestroyAsync();

        Assert.True(destroyed.Report!.Succeeded, string.Join('\n', destroyed.Diagnostics));
        Assert.Equal("3", await StandingAsync(play, names));
    }

    /// <summary>The indexes of those that exist.</summary>
    private static async Task<string> StandingAsync(Playground play, ResourceId[] names)
    {
        var there = new List<int>();
        for (var i = 0; i < names.Length; i++)
        {
            if (await play.Host.ReadXmlAsync(names[i], VirtProvision.Runtime.Hypervisors.XmlView.Inactive, default) is not null)
            {
                there.Add(i);
            }
        }

        return string.Join(' ', there);
    }

    private static string Spec(Playground play, int count, string memory) => $$"""
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: "{{play.Prefix}}-web-{index}"}
        spec:
          replicas: {{count}}
          type: qemu
          memory: {{memory}}
          disks: [{name: root, pool: {{play.Pool.Name}}, size: 8MiB}]
        """;
}
