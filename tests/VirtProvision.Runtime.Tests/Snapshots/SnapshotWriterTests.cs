using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime.Tests.Snapshots;

public sealed class SnapshotWriterTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private readonly SnapshotFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Target => Path.Combine(_folder.Path, "copy");

    private async Task<SnapshotSummary> WriteAsync(SnapshotOptions? options = null, IProgress<SnapshotProgress>? progress = null)
    {
        var (summary, finding) = await new SnapshotWriter(_folder.Connect(), options ?? new SnapshotOptions(Target), progress).WriteAsync(s_now, default);
        Assert.True(finding is null, finding?.Detail);
        return summary!;
    }

    [Fact]
    public async Task A_snapshot_of_a_snapshot_answers_as_that_does()
    {
        var seen = new List<string>();
        var summary = await WriteAsync(progress: new Recorder(seen));
        Assert.Equal((2, 2, 2, 2, 1), (summary.Domains, summary.Networks, summary.Pools, summary.Volumes, summary.NodeDevices));
        Assert.Equal(["machines", "domains", "networks", "pools", "volumes", "volumes", "devices"], seen);
        Assert.True(File.Exists(Path.Combine(Target, "domains", "web%2F01.live.xml")));
        Assert.False(File.Exists(Path.Combine(Target, "networks", "lan.live.xml")));
        Assert.Contains("\"taken\": \"2026-01-02T02:04:05Z\"", await File.ReadAllTextAsync(Path.Combine(Target, "host.json")), StringComparison.Ordinal);

        await using var before = await _folder.Connect().ConnectReadOnlyAsync(default);
        await using var after = await new SnapshotConnector(summary.Address).ConnectReadOnlyAsync(default);
        var (first, second) = (await before.ReadFactsAsync(default), await after.ReadFactsAsync(default));
        Assert.Equal(
            (first.Driver, first.IsLocal, first.IsSession, first.HasFilesHere, first.DefaultBridge, first.Capabilities.Xml.ToString()),
            (second.Driver, second.IsLocal, second.IsSession, second.HasFilesHere, second.DefaultBridge, second.Capabilities.Xml.ToString()));
        var machine = (await after.ReadDomainCapabilitiesAsync(new(null, "x86_64", "pc-q35-9.0", "kvm"), default))!;
        Assert.Equal("pc-q35-9.0", machine.Machine);
        Assert.Equal(["spec-ctrl", "md-clear"], (IEnumerable<string>)await after.ReadCpuSecurityFeaturesAsync(machine, default));
        ImmutableArray<ResourceId> all = [new(ResourceKind.Domain, "web/01"), new(ResourceKind.Domain, "db"), new(ResourceKind.Network, "lan"), new(ResourceKind.StoragePool, "asleep"), new(ResourceKind.StorageVolume, "b.img", "images")];
        Assert.Equal(await ToldAsync(before, all), await ToldAsync(after, all));
        Assert.Equal([("asleep", null, null), ("images", 1000, 0)], (await after.Inventory.PoolsAsync(default)).Select(static pool => (pool.Name, pool.Capacity, pool.Available)));
        Assert.Equal("a.qcow2", (await after.Inventory.FindVolumeAsync("/images/a.qcow2", default))?.Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Passwords_are_in_it_when_asked_for(bool includeSecrets)
    {
        await WriteAsync(new SnapshotOptions(Target, IncludeSecrets: includeSecrets));

        Assert.Equal(includeSecrets, (await File.ReadAllTextAsync(Path.Combine(Target, "domains", "web%2F01.xml"))).Contains("geheim", StringComparison.Ordinal));
        Assert.Equal(includeSecrets, !OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path.Combine(Target, "host.json")) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) == 0);
    }

    [Fact]
    public async Task What_is_in_the_folder_stays_unless_it_is_an_old_snapshot_that_may_go()
    {
        _folder.Write("copy/notes.txt", "mine");
        _folder.Write("copy/domains/mine.xml", "mine too");
        Assert.Equal("VP6023", (await new SnapshotWriter(_folder.Connect(), new SnapshotOptions(Target), null).WriteAsync(s_now, default)).Finding?.Code);

        await WriteAsync(new SnapshotOptions(Target, Overwrite: true));
        Assert.True(File.Exists(Path.Combine(Target, "domains", "mine.xml")));

        _folder.Write("copy/domains/gone.xml", "<domain/>");
        await WriteAsync(new SnapshotOptions(Target, Overwrite: true));
        Assert.False(File.Exists(Path.Combine(Target, "domains", "gone.xml")));
        Assert.True(File.Exists(Path.Combine(Target, "notes.txt")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b%2F")]
    [InlineData("%")]
    public async Task A_name_never_leads_out_of_the_folder(string pool)
    {
        var connector = _folder.Connect();
        var changed = await connector.ConnectAsync(default);
        ResourceId id = new(ResourceKind.StoragePool, pool);
        await changed.DefineAsync(id, $"<pool type='dir'><name>{pool}</name><target><path>/p</path></target></pool>", default);
        await changed.StartAsync(id, default);
        await changed.CreateVolumeAsync(new(ResourceKind.StorageVolume, "..", pool), "<volume><name>..</name><capacity>7</capacity></volume>", default);
        var (summary, finding) = await new SnapshotWriter(connector, new SnapshotOptions(Target), null).WriteAsync(s_now, default);

        Assert.Null(finding);
        var volume = Assert.Single(await (await new SnapshotConnector(summary!.Address).ConnectAsync(default)).Inventory.VolumesAsync(pool, default));
        Assert.Equal(("..", 7), (volume.Name, volume.Capacity));
        Assert.Single(Directory.GetFiles(Path.Combine(Target, "volumes"), "%2E%2E.xml", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_host_or_folder_that_is_out_of_reach_is_a_finding()
    {
        _folder.Write("file", "");
        Assert.Equal("VP6024", (await new SnapshotWriter(_folder.Connect(), new SnapshotOptions(Path.Combine(_folder.Path, "file")), null).WriteAsync(s_now, default)).Finding?.Code);
        _folder.Delete("capabilities.xml");
        Assert.Equal("VP6021", (await new SnapshotWriter(_folder.Connect(), new SnapshotOptions(Target), null).WriteAsync(s_now, default)).Finding?.Code);
        Assert.False(File.Exists(Path.Combine(Target, "host.json")));
    }

    private static async Task<string> ToldAsync(IHypervisorReader host, ImmutableArray<ResourceId> all) => string.Join('\n',
        (await host.ObserveAsync(new ObservationRequest(all, [], []), default)).Resources.Values.OrderBy(static item => item.Id.ToString(), StringComparer.Ordinal)
            .Select(static item => $"{item.Id} {item.Autostart} {item.IsPersistent} {item.Inactive} {item.Live}"));

    private sealed class Recorder(List<string> seen) : IProgress<SnapshotProgress>
    {
        public void Report(SnapshotProgress value) => seen.Add(value.What);
    }
}
