using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class AddressSurveyTests
{
    private readonly FakeGuests _guests = new(new FakeHypervisor());

    [Fact]
    public async Task Each_source_is_asked_for_those_of_whom_the_one_before_knew_nothing()
    {
        _guests.Leases.Add(new GuestAddress("52:54:00:00:00:0A", "192.0.2.1", 24, AddressSource.Lease));
        _guests.Addresses[("b", AddressSource.Agent)] = [new(null, "127.0.0.1", 8, AddressSource.Agent), new(null, "2001:db8::1", 64, AddressSource.Agent), new(null, "192.0.2.2", 24, AddressSource.Agent)];
        _guests.Addresses[("c", AddressSource.Arp)] = [new("52:54:00:00:00:0c", "192.0.2.3", null, AddressSource.Arp)];
        _guests.Addresses[("d", AddressSource.Agent)] = [new(null, "fe80::1", 64, AddressSource.Agent), new(null, "169.254.0.9", 16, AddressSource.Agent)];

        var found = await ReadAsync(AddressChoice.Auto, Guest("a", agent: true), Guest("b", agent: true), Guest("c", agent: false), Guest("d", agent: true));

        Assert.Equal(["a 192.0.2.1", "b 192.0.2.2", "b 2001:db8::1", "c 192.0.2.3"], found);
        Assert.Equal(["leases lan", "Agent b", "Agent d", "Arp c", "Arp d"], _guests.Questions);
    }

    [Theory]
    [InlineData(AddressChoice.None, "")]
    [InlineData(AddressChoice.Lease, "leases lan")]
    [InlineData(AddressChoice.Agent, "Agent a")]
    [InlineData(AddressChoice.Arp, "Arp a")]
    public async Task Only_who_is_chosen_is_asked(AddressChoice choice, string expected)
    {
        Assert.Empty(await ReadAsync(choice, Guest("a", agent: true)));
        Assert.Equal(expected, string.Join(';', _guests.Questions));
    }

    [Fact]
    public async Task An_agent_that_is_not_connected_is_not_waited_for()
    {
        await ReadAsync(AddressChoice.Agent, Guest("a", agent: false));
        Assert.Empty(_guests.Questions);
    }

    private async Task<string[]> ReadAsync(AddressChoice choice, params ObservedResource[] running) =>
        [.. (await AddressSurvey.ReadAsync(_guests, running, choice, default)).OrderBy(static pair => pair.Key.Name).SelectMany(static pair => pair.Value.Select(address => $"{pair.Key.Name} {address.Address}"))];

    private static ObservedResource Guest(string name, bool agent)
    {
        var live = XElement.Parse($"""
            <domain><devices>
              <interface type="network"><mac address="52:54:00:00:00:0{name}"/><source network="lan"/></interface>
              <channel type="unix"><target type="virtio" name="org.qemu.guest_agent.0" state="{(agent ? "connected" : "disconnected")}"/></channel>
            </devices></domain>
            """);
        return new ObservedResource(new ResourceId(ResourceKind.Domain, name), live, live, Autostart: false);
    }
}
