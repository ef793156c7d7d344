using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Applying;

/// <summary>A host that says yes, and what became of it.</summary>
public sealed class LiveApplicationTests
{
    private static readonly ResourceId s_domain = new(ResourceKind.Domain, "d");

    [Fact]
    public async Task Success_without_an_effect_is_pending()
    {
        var (host, result) = await RunAsync("<title>b</title>", "<title>a</title>", Field("title", FieldChangeKind.Modify, "a", "b", "set-metadata"));
        Assert.Single(host.Calls);
        Assert.Equal("libvirt accepted the call, and the running object did not change", Assert.Single(result.Pending).Reason);
    }

    [Fact]
    public async Task A_guest_that_says_nothing_keeps_its_device()
    {
        const string Rng = "<devices><rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-more'/></rng></devices>";
        var (host, result) = await RunAsync("<devices/>", Rng, Field("devices/rng[more]", FieldChangeKind.Remove, "<rng/>", null, "attach-device"));
        Assert.Equal(["detach Domain/d"], host.Calls);
        Assert.Equal("the guest did not give the device up within 1 s", Assert.Single(result.Pending).Reason);
    }

    [Fact]
    public async Task What_is_refused_says_why_and_the_rest_goes_on()
    {
        var fields = new[]
        {
            Field("title", FieldChangeKind.Modify, "a", "b", "set-metadata"),
            Field("devices/rng[more]", FieldChangeKind.Add, null, "<rng/>", "attach-device"),
        };
        const string Wanted = "<title>b</title><devices><rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-more'/></rng></devices>";
        var (host, result) = await RunAsync(Wanted, "<title>a</title><devices/>", failAt: 1, fields);
        Assert.Equal(2, host.Calls.Count);
        var pending = Assert.Single(result.Pending);
        Assert.Equal(("title", "libvirt refused: injected"), (pending.Change.Path.ToString(), pending.Reason));
    }

    [Fact]
    public async Task What_was_stopped_meanwhile_needs_nothing()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse("<domain><title>b</title></domain>"));
        var result = await new LiveApplication(host, Operation("<title>b</title>", Field("title", FieldChangeKind.Modify, "a", "b", "set-metadata")), TimeProvider.System).RunAsync(default);
        Assert.Empty(host.Calls);
        Assert.Empty(result.Pending);
    }

    [Fact]
    public void What_goes_makes_room_for_what_comes()
    {
        var batches = LiveBatch.Of(
        [
            Field("devices/rng[new]", FieldChangeKind.Add, null, "<rng/>", "attach-device"),
            Field("on_poweroff", FieldChangeKind.Modify, "destroy", "restart", "set-lifecycle-action"),
            Field("on_reboot", FieldChangeKind.Modify, "destroy", "restart", "set-lifecycle-action"),
            Field("cputune/shares", FieldChangeKind.Add, null, "5", "set-scheduler-parameters"),
            Field("cputune/vcpupin[0]/@cpuset", FieldChangeKind.Modify, "0", "1", "pin-vcpu"),
            Field("cputune/vcpupin[1]/@cpuset", FieldChangeKind.Modify, "0", "1", "pin-vcpu"),
            Field("cputune/quota", FieldChangeKind.Add, null, "5", "set-scheduler-parameters"),
            Field("devices/rng[old]", FieldChangeKind.Remove, "<rng/>", null, "attach-device"),
            Field("cpu/model", FieldChangeKind.Modify, "a", "b", null),
        ]);
        Assert.Equal(
            [
                "attach-device devices/rng[old]",
                "set-lifecycle-action on_reboot",
                "set-scheduler-parameters cputune/shares cputune/quota",
                "pin-vcpu cputune/vcpupin[0]/@cpuset",
                "pin-vcpu cputune/vcpupin[1]/@cpuset",
                "set-lifecycle-action on_poweroff",
                "attach-device devices/rng[new]",
            ],
            batches.Select(static batch => $"{batch.Means} {string.Join(' ', batch.Fields.Select(static field => field.Path))}"));
    }

    private static Task<(FakeHypervisor Host, OperationResult Result)> RunAsync(string inactive, string live, params FieldChange[] fields) => RunAsync(inactive, live, failAt: 0, fields);

    private static async Task<(FakeHypervisor Host, OperationResult Result)> RunAsync(string inactive, string live, int failAt, params FieldChange[] fields)
    {
        var host = new FakeHypervisor { FailAt = failAt };
        host.Objects[s_domain] = new FakeObject(XElement.Parse($"<domain>{inactive}</domain>")) { IsActive = true, LiveXml = XElement.Parse($"<domain>{live}</domain>") };
        var result = await new LiveApplication(host, Operation(inactive, fields), TimeProvider.System).RunAsync(default);
        return (host, result);
    }

    private static ApplyLive Operation(string desired, params FieldChange[] fields) =>
        new(s_domain, new ResourceChange(s_domain, ChangeAction.Update, [.. fields], [], Disruption.Live, [], XElement.Parse($"<domain>{desired}</domain>"), null)) { GuestDeadline = TimeSpan.FromSeconds(1) };

    private static FieldChange Field(string path, FieldChangeKind kind, string? before, string? after, string? means) =>
        new(new XmlPath([.. path.Split('/').Select(static step => step.Split('[', ']') is [var name, var key, ..] ? new XmlStep(name, key) : new XmlStep(step))]), kind, before, after,
            means is null ? Effect.NextStart : Effect.Live, means);
}
