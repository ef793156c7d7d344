using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class DomainPowerTests : IAsyncDisposable
{
    private readonly FakeHypervisor _host = new();

    public DomainPowerTests()
    {
        Add("web-1", isActive: true);
        Add("web-2", isActive: false);
        Add("db", isActive: true);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_is_so_already_is_no_error()
    {
        var result = await RunAsync(new PowerRequest(PowerAction.Start, Named("web-*")));

        Assert.Empty(result.Diagnostics);
        Assert.Equal(["web-1 Already", "web-2 Done"], Lines(result));
        Assert.Equal(["web-1 Done", "web-2 Done"], Lines(await RunAsync(new PowerRequest(PowerAction.Stop, Named("web-*")))));
        Assert.Equal(["web-1 Already", "web-2 Already"], Lines(await RunAsync(new PowerRequest(PowerAction.Stop, Named("web-*")))));
    }

    [Fact]
    public async Task Of_several_names_one_that_is_wrong_keeps_all_from_being_done()
    {
        var result = await RunAsync(new PowerRequest(PowerAction.Stop, Named("web-1", "dbb")));

        var finding = Assert.Single(result.Diagnostics);
        Assert.Equal("VP8701", finding.Code);
        Assert.Contains("\"db\"", finding.Detail, StringComparison.Ordinal);
        Assert.Empty(_host.Calls);
    }

    [Fact]
    public async Task A_guest_that_stays_up_is_left_running_unless_forced()
    {
        _host.GuestsShutDown = false;

        var asked = await RunAsync(new PowerRequest(PowerAction.Stop, Named("db")) { Timeout = TimeSpan.FromMilliseconds(20) });
        Assert.Equal("VP6082", Assert.Single(asked.Diagnostics).Code);
        Assert.Equal(["db Failed"], Lines(asked));
        Assert.DoesNotContain("stop Domain/db", _host.Calls);

        var forced = await RunAsync(new PowerRequest(PowerAction.Stop, Named("db")) { Timeout = TimeSpan.FromMilliseconds(20), Force = true });
        Assert.Empty(forced.Diagnostics);
        Assert.Equal(["db Done"], Lines(forced));
        Assert.Contains("stop Domain/db", _host.Calls);
    }

    [Fact]
    public async Task The_wait_for_a_guest_ends_with_its_event()
    {
        _host.GuestsShutDown = false;
        _host.OnCall = call =>
        {
            if (call is "shutdown Domain/db")
            {
                _ = Task.Run(() => _host.FakeGuests.Happen("db", "stopped"));
            }
        };

        Assert.Equal(["db Done"], Lines(await RunAsync(new PowerRequest(PowerAction.Stop, Named("db")) { Timeout = TimeSpan.FromSeconds(60) }).WaitAsync(TimeSpan.FromSeconds(20))));
    }

    [Fact]
    public async Task Refusals_are_told_of_each_and_keep_nobody_else_from_his_turn()
    {
        Add("web-3", isActive: false);
        _host.Starts = static id => id.Name is not "web-2";

        var result = await RunAsync(new PowerRequest(PowerAction.Start, Named("web-2", "web-3")));
        Assert.Equal("VP6080", Assert.Single(result.Diagnostics).Code);
        Assert.Equal(["web-2 Failed", "web-3 Done"], Lines(result));

        _host.FailAt = _host.Calls.Count + 1;
        Assert.Equal("VP6081", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Stop, Named("db")))).Diagnostics).Code);
    }

    [Fact]
    public async Task A_reboot_is_waited_for_and_needs_a_guest_that_runs()
    {
        Assert.Equal(["db Done"], Lines(await RunAsync(new PowerRequest(PowerAction.Reboot, Named("db")))));
        Assert.Equal("VP6086", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Reboot, Named("web-2")))).Diagnostics).Code);

        _host.FakeGuests.OnReboot = null;
        Assert.Equal("VP6084", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Reboot, Named("db")) { Timeout = TimeSpan.FromMilliseconds(20) })).Diagnostics).Code);
        _host.FakeGuests.OnReboot = "stopped";
        Assert.Equal("VP6085", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Reboot, Named("db")))).Diagnostics).Code);
        _host.FakeGuests.RefusesReboot = true;
        Assert.Equal("VP6083", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Reboot, Named("db")))).Diagnostics).Code);
    }

    [Fact]
    public async Task Who_stops_the_run_is_told_who_was_asked_and_who_was_not()
    {
        _host.GuestsShutDown = false;
        using var stopping = new CancellationTokenSource();
        _host.OnCall = _ => stopping.Cancel();
        var asked = await RunAsync(new PowerRequest(PowerAction.Stop, Named("db")), stopping.Token);
        Assert.Equal(["db Left"], Lines(asked));
        Assert.Equal("VP6087", Assert.Single(asked.Diagnostics).Code);

        var unasked = await RunAsync(new PowerRequest(PowerAction.Start, Named("web-2")), stopping.Token);
        Assert.Equal(["web-2 Left"], Lines(unasked));
        Assert.Equal("VP6088", Assert.Single(unasked.Diagnostics).Code);
    }

    [Fact]
    public async Task Labels_choose_as_well()
    {
        _host.Objects[Id("db")].Xml.Add(XElement.Parse("<metadata><vp:resource xmlns:vp='urn:virtprovision:v1' version='1'><vp:label name='tier'>db</vp:label></vp:resource></metadata>"));

        Assert.Equal(["db Done"], Lines(await RunAsync(new PowerRequest(PowerAction.Stop, new DomainSelection([], All: true) { Labels = LabelSelector.Parse("tier=db")! }))));
        Assert.Equal("VP8703", Assert.Single((await RunAsync(new PowerRequest(PowerAction.Stop, new DomainSelection([], All: true) { Labels = LabelSelector.Parse("tier=none")! }))).Diagnostics).Code);
    }

    private static IEnumerable<string> Lines(PowerResult result) => result.Outcomes.Select(static outcome => $"{outcome.Domain.Name} {outcome.State}");

    private static DomainSelection Named(params string[] names) => new([.. names], All: false);

    private static ResourceId Id(string name) => new(ResourceKind.Domain, name);

    private Task<PowerResult> RunAsync(PowerRequest request, CancellationToken cancellationToken = default) =>
        new DomainPower(new FakeConnector(_host), TimeProvider.System).RunAsync(request, progress: null, cancellationToken);

    private void Add(string name, bool isActive) =>
        _host.Objects[Id(name)] = new FakeObject(XElement.Parse($"<domain><name>{name}</name><uuid>{FakeGuests.UuidOf(name)}</uuid></domain>")) { IsActive = isActive };
}
