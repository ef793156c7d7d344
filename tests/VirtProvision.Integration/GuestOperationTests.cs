using System.Text;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Integration;

/// <summary>A guest looked after on a real libvirt: how it stands, stopped, started, rebooted, its console and screen.</summary>
public sealed class GuestOperationTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly LibvirtConnector s_host = new(LibvirtDaemon.Qemu);

    [SkippableFact]
    public async Task A_guest_is_started_seen_rebooted_and_stopped()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var vm = await DefineAsync(play);

        Assert.Equal([PowerState.Done], await PowerAsync(PowerAction.Start, vm));
        Assert.Equal([PowerState.Already], await PowerAsync(PowerAction.Start, vm));
        await TestGuest.WaitAsync(play);
        var status = await StatusAsync(vm);
        Assert.Equal(("running", "booted", true), (status.State, status.Reason, status.IsActive));
        Assert.InRange(DateTimeOffset.UtcNow - status.StartedAt!.Value, TimeSpan.Zero, s_patience);

        // Asked by its power button, the guest goes off; libvirt resets it, and the domain runs on.
        Assert.Equal([PowerState.Done], await PowerAsync(PowerAction.Reboot, vm));
        Assert.True(await play.Host.IsActiveAsync(vm, default));
        await TestGuest.WaitAsync(play, times: 2);

        Assert.Equal([PowerState.Done], await PowerAsync(PowerAction.Stop, vm));
        Assert.Equal([PowerState.Already], await PowerAsync(PowerAction.Stop, vm));
        status = await StatusAsync(vm);
        Assert.Equal(("shut off", "shutdown", null), (status.State, status.Reason, status.StartedAt));
    }

    [SkippableFact]
    public async Task The_addresses_of_a_guest_are_those_that_it_was_leased()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var network = play.Name(ResourceKind.Network, "net");
        var subnet = Random.Shared.Next(1, 250);
        await play.Host.DefineAsync(
            network,
            $"<network><name>{network.Name}</name><bridge name='{play.Prefix[..10]}'/><ip address='10.231.{subnet}.1' netmask='255.255.255.0'><dhcp><range start='10.231.{subnet}.10' end='10.231.{subnet}.20'/></dhcp></ip></network>",
            default);
        try
        {
            await play.Host.StartAsync(network, default);
        }
        catch (LibvirtServerException exception)
        {
            Skip.If(true, $"No network with DHCP can be started here: {exception.Message}");
        }

        var vm = await DefineAsync(play, $"<interface type='network'><source network='{network.Name}'/><model type='virtio'/></interface>");
        await PowerAsync(PowerAction.Start, vm);
        await TestGuest.WaitAsync(play, "test guest: leased");

        var address = Assert.Single((await StatusAsync(vm)).Addresses);
        Assert.StartsWith($"10.231.{subnet}.", address.Address, StringComparison.Ordinal);
        Assert.Equal((AddressSource.Lease, 24), (address.Source, address.Prefix));
        Assert.Empty((await StatusAsync(vm, AddressChoice.None)).Addresses);
        Assert.Empty((await StatusAsync(vm, AddressChoice.Agent)).Addresses);
    }

    [SkippableFact]
    public async Task What_drifted_and_what_waits_is_told_by_the_domain_itself()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder($"{play.Folder}/specs");
        var vm = play.Name(ResourceKind.Domain, "vm");
        specs.Write(Spec(play, vm, "128MiB"));
        await specs.MustApplyAsync();
        Assert.Equal((true, 0, 0), Standing(await StatusAsync(vm)));

        await Playground.VirshAsync("desc", vm.Name, "--title", "theirs", "--config");
        specs.Write(Spec(play, vm, "160MiB"));
        await specs.MustApplyAsync();
        var status = await StatusAsync(vm);
        Assert.Equal(["memory"], status.Standing.Pending.Select(static field => field.Path.ToString()).Where(static path => path is "memory"));
        Assert.Empty(status.Standing.Drift);

        await Playground.VirshAsync("setvcpus", vm.Name, "2", "--config", "--maximum");
        Assert.Contains("vcpu", (await StatusAsync(vm)).Standing.Drift.Select(static field => field.Path.ToString()));
    }

    [SkippableFact]
    public async Task A_console_goes_both_ways_and_ends_with_its_guest()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var vm = await DefineAsync(play);
        await PowerAsync(PowerAction.Start, vm);
        await TestGuest.WaitAsync(play);
        await using var guest = (await OpenedGuest.FindAsync(s_host, vm.Name, [], default))!;
        await using var stream = (await guest.OpenConsoleAsync(device: null, force: false, [], default))!;

        // Somebody else has it now.
        var findings = new Core.Diagnostics.DiagnosticBag();
        Assert.Null(await guest.OpenConsoleAsync(device: null, force: false, findings, default));
        Assert.Null(await guest.OpenConsoleAsync("serial7", force: true, findings, default));
        Assert.Equal(["VP6090", "VP6090"], findings.Select(static finding => finding.Code));

        using var output = new MemoryStream();
        var showing = SerialConsole.RunAsync(stream, new MemoryStream(Encoding.UTF8.GetBytes("marco\n")), output, default, canLeave: false);
        await TestGuest.WaitAsync(play, "test guest: heard marco");
        await PowerAsync(PowerAction.Stop, vm);
        Assert.False(await showing.WaitAsync(s_patience));
        Assert.Contains("test guest: heard marco", Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_screen_is_a_picture_and_an_address()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var vm = await DefineAsync(play, "<graphics type='vnc' port='-1' listen='127.0.0.1' passwd='geheim'/><video><model type='vga'/></video>");
        await PowerAsync(PowerAction.Start, vm);
        await using var guest = (await OpenedGuest.FindAsync(s_host, vm.Name, [], default))!;

        var picture = (await guest.TakePictureAsync(0, [], default))!;
        Assert.Equal(picture.MediaType is "image/png" ? "PNG" : "P6", Encoding.ASCII.GetString(picture.MediaType is "image/png" ? picture.Content[1..4] : picture.Content[..2]));
        var display = (await guest.FindDisplayAsync([], default))!;
        Assert.Equal(("vnc", "127.0.0.1", true, true), (display.Type, display.Address, display.HasPassword, display.Port >= 5900));

        await PowerAsync(PowerAction.Stop, vm, force: true);
        var findings = new Core.Diagnostics.DiagnosticBag();
        Assert.Null(await guest.TakePictureAsync(0, findings, default));
        Assert.Null(await guest.FindDisplayAsync(findings, default));
        Assert.Equal(["VP6086", "VP6086"], findings.Select(static finding => finding.Code));
    }

    [SkippableFact]
    public async Task What_happens_is_heard()
    {
        TestGuest.SkipWithout();
        await using var play = await Playground.OpenAsync();
        var vm = play.Name(ResourceKind.Domain, "vm");
        using var limit = new CancellationTokenSource(s_patience);
        var stands = new TaskCompletionSource();
        var watch = new EventWatch(s_host, TimeProvider.System, static _ => { }) { Standing = stands.SetResult };
        var hearing = HearAsync();
        await stands.Task.WaitAsync(s_patience);

        await DefineAsync(play);
        await PowerAsync(PowerAction.Start, vm);
        await play.Host.AttachDeviceAsync(vm, "<rng model='virtio'><backend model='random'>/dev/urandom</backend><alias name='ua-rng'/></rng>", default);
        await play.Host.StopAsync(vm, default);
        await play.Host.UndefineAsync(vm, default);

        var heard = await hearing;
        string[] expected = ["defined added", "started booted", "device-added ua-rng", "stopped destroyed", "undefined removed"];
        Assert.Empty(expected.Except(heard));

        async Task<List<string>> HearAsync()
        {
            var all = new List<string>();
            await foreach (var one in watch.ReadAsync(Enum.GetValues<HostEventType>(), limit.Token))
            {
                if (one.Name == vm.Name)
                {
                    all.Add($"{one.What} {one.Detail}");
                }

                if (all.Contains("undefined removed"))
                {
                    break;
                }
            }

            return all;
        }
    }

    private static (bool, int, int) Standing(ResourceStatus status) => (status.Standing.IsManaged, status.Standing.Drift.Length, status.Standing.Pending.Length);

    private static async Task<ResourceStatus> StatusAsync(ResourceId vm, AddressChoice addresses = AddressChoice.Auto)
    {
        var status = await new StatusSurvey(s_host).ReadAsync(new StatusRequest { All = true, Addresses = addresses }, specs: null, default);
        Assert.Empty(status.Diagnostics);
        return status.Resources.Single(one => one.Id == vm);
    }

    private static async Task<PowerState[]> PowerAsync(PowerAction action, ResourceId vm, bool force = false)
    {
        var request = new PowerRequest(action, new DomainSelection([vm.Name], All: false)) { Timeout = force ? TimeSpan.FromSeconds(1) : s_patience, Force = force };
        var result = await new DomainPower(s_host, TimeProvider.System).RunAsync(request, progress: null, default);
        Assert.Empty(result.Diagnostics.Select(static finding => finding.Detail));
        return [.. result.Outcomes.Select(static outcome => outcome.State)];
    }

    private static async Task<ResourceId> DefineAsync(Playground play, string devices = "")
    {
        var vm = play.Name(ResourceKind.Domain, "vm");
        await play.Host.DefineAsync(vm, TestGuest.Xml(play, devices), default);
        return vm;
    }

    private static string Spec(Playground play, ResourceId vm, string memory) => $$"""
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: {{vm.Name}}}
        spec:
          type: qemu
          memory: {{memory}}
          vcpus: 1
          running: true
        {{TestGuest.Boot(play)}}
        """;
}
