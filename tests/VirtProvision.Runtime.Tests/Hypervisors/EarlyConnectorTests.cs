using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Fleet;

namespace VirtProvision.Runtime.Tests.Hypervisors;

public sealed class EarlyConnectorTests
{
    private readonly FakeFleet _fleet = new();

    [Fact]
    public async Task The_first_connection_is_under_way_before_it_is_asked_for()
    {
        await using var early = new EarlyConnector(_fleet.Connection, begins: true, default);
        Assert.Equal(1, _fleet.ConnectionsTo(FakeFleet.ConnectionName));

        await (await early.ConnectReadOnlyAsync(default)).DisposeAsync();
        Assert.Equal(1, _fleet.ConnectionsTo(FakeFleet.ConnectionName));
        await (await early.ConnectReadOnlyAsync(default)).DisposeAsync();
        Assert.Equal(2, _fleet.ConnectionsTo(FakeFleet.ConnectionName));
    }

    [Fact]
    public async Task Whoever_has_it_can_give_it_up()
    {
        _fleet.Delay = TimeSpan.FromMinutes(1);
        using var source = new CancellationTokenSource();
        await using var early = new EarlyConnector(_fleet.Connect("qemu+ssh://far/system"), begins: true, default);

        var connecting = early.ConnectReadOnlyAsync(source.Token);
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Nobody_waits_for_one_that_nobody_asked_for()
    {
        _fleet.Delay = TimeSpan.FromMinutes(1);
        var early = new EarlyConnector(_fleet.Connect("qemu+ssh://far/system"), begins: true, default);

        await early.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
