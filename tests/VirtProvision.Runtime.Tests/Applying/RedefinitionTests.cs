using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class RedefinitionTests
{
    private static readonly ResourceId s_domain = new(ResourceKind.Domain, "d");
    private static readonly Remembering s_memory = new("1.2.3", static () => [1, 2, 3, 4]);

    private const string Host = """
        <domain type='kvm'><name>d</name><uuid>6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6b</uuid><memory unit='KiB'>1048576</memory>
          <devices>
            <graphics type='vnc' passwd='secret'/>
            <watchdog model='i6300esb' action='reset'/>
          </devices></domain>
        """;

    [Fact]
    public async Task Passwords_and_what_others_added_stay()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><memory unit='KiB'>2097152</memory></domain>");

        var result = await Redefinition.RunAsync(host, new Redefine(s_domain, change), new ResourceTask(change, null, []), s_memory);

        Assert.Null(result.Failure);
        var defined = host.Objects[s_domain].Xml;
        Assert.Equal("2097152", defined.Element("memory")!.Value);
        Assert.Equal("secret", defined.Element("devices")!.Element("graphics")!.Attribute("passwd")!.Value);
        Assert.NotNull(defined.Element("devices")!.Element("watchdog"));
        var memory = AppliedMemory.Read(defined)!;
        Assert.Equal("1.2.3", memory.Version);
        Assert.Equal("2097152", memory.LastApplied.Element("memory")!.Value);
    }

    [Fact]
    public async Task A_domain_that_is_as_its_spec_says_is_only_remembered()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><memory unit='GiB'>1</memory></domain>");

        var result = await Redefinition.RememberAsync(host, new Remember(s_domain, change), new ResourceTask(change, null, []), s_memory);

        Assert.Null(result.Failure);
        Assert.Equal("remember Domain/d", Assert.Single(host.Calls));
        Assert.Equal("1", AppliedMemory.Read(host.Objects[s_domain].Xml)!.LastApplied.Element("memory")!.Value);
    }

    [Fact]
    public async Task What_is_no_longer_so_is_not_remembered()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><memory unit='GiB'>2</memory></domain>");

        var result = await Redefinition.RememberAsync(host, new Remember(s_domain, change), new ResourceTask(change, null, []), s_memory);

        Assert.Contains("memory", result.Failure!.Detail, StringComparison.Ordinal);
        Assert.Empty(host.Calls);
    }

    [Fact]
    public async Task Every_character_arrives()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><description>one&#xD;&#xA;two&#x9;three</description></domain>");

        await Redefinition.RunAsync(host, new Redefine(s_domain, change), new ResourceTask(change, null, []), s_memory);

        Assert.Equal("one\r\ntwo\tthree", host.Objects[s_domain].Xml.Element("description")!.Value);
    }

    [Fact]
    public async Task The_undo_is_the_old_definition_with_its_passwords()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><memory unit='KiB'>2097152</memory></domain>");

        var result = await Redefinition.RunAsync(host, new Redefine(s_domain, change), new ResourceTask(change, null, []), s_memory);

        var undo = Assert.IsType<RestoreDefinition>(result.Undo);
        Assert.True(XNode.DeepEquals(XElement.Parse(Host), XElement.Parse(undo.Xml)));
        Assert.DoesNotContain("secret", undo.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_became_worse_is_not_made()
    {
        var host = new FakeHypervisor();
        host.Objects[s_domain] = new FakeObject(XElement.Parse(Host));
        var change = Change("<domain><uuid>00000000-0000-0000-0000-000000000001</uuid></domain>");

        var result = await Redefinition.RunAsync(host, new Redefine(s_domain, change with { Fields = [] }), new ResourceTask(change, null, []), s_memory);

        Assert.Equal("VP7008", result.Failure!.Code);
        Assert.Empty(host.Calls);
    }

    [Fact]
    public async Task A_domain_that_is_gone_is_not_made_again()
    {
        var host = new FakeHypervisor();
        var change = Change("<domain/>", "<domain/>");
        var result = await Redefinition.RunAsync(host, new Redefine(s_domain, change), new ResourceTask(change, null, []), s_memory);
        Assert.Equal("VP7008", result.Failure!.Code);
        Assert.Empty(host.Calls);
    }

    private static ResourceChange Change(string desired, string observed = Host)
    {
        var xml = XElement.Parse(desired);
        var fields = XmlComparer.Compare(KindFacts.For(ResourceKind.Domain), null, xml, XElement.Parse(observed)).Changes;
        return new ResourceChange(s_domain, ChangeAction.Update, fields, [], Disruption.None, [], xml, null);
    }
}
