using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class EventWatchTests : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private readonly FakeHypervisor _host = new();
    private readonly List<Diagnostic> _told = [];

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_lost_connection_is_made_again_and_both_are_told()
    {
        var stands = 0;
        var watch = new EventWatch(new FakeConnector(_host), TimeProvider.System, _told.Add)
        {
            Standing = () =>
            {
                stands++;
                _host.FakeGuests.Happen("web", stands is 1 ? "started" : "stopped");
                if (stands is 1)
                {
                    _host.FakeGuests.Lose(new LibvirtConnectionLostException("gone"));
                }
            },
        };

        Assert.Equal(["started", "stopped"], await TakeAsync(watch, 2).WaitAsync(s_limit));
        Assert.Equal(["VP6093", "VP6094"], _told.Select(static finding => finding.Code));
        Assert.Null(watch.Failure);
    }

    [Fact]
    public async Task Where_that_is_not_wanted_it_ends_the_watch()
    {
        var watch = new EventWatch(new FakeConnector(_host), TimeProvider.System, _told.Add)
        {
            Reconnects = false,
            Standing = () => _host.FakeGuests.Lose(new LibvirtConnectionLostException("gone")),
        };

        Assert.Empty(await TakeAsync(watch, 1).WaitAsync(s_limit));
        Assert.Equal("VP6009", watch.Failure!.Code);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_host_that_tells_nothing_ends_it_too()
    {
        _host.FakeGuests.WatchFailure = new LibvirtServerException(new LibvirtError(LibvirtErrorCode.NoSupport, LibvirtErrorDomain.Test, "no events", LibvirtErrorLevel.Error));
        var watch = new EventWatch(new FakeConnector(_host), TimeProvider.System, _told.Add);

        Assert.Empty(await TakeAsync(watch, 1).WaitAsync(s_limit));
        Assert.Equal("VP6095", watch.Failure!.Code);
    }

    private static async Task<List<string>> TakeAsync(EventWatch watch, int count)
    {
        var heard = new List<string>();
        await foreach (var one in watch.ReadAsync([HostEventType.Lifecycle], default))
        {
            heard.Add(one.What);
            if (heard.Count == count)
            {
                break;
            }
        }

        return heard;
    }
}
