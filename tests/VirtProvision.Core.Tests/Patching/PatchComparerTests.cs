using System.Xml.Linq;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Xml;
using static VirtProvision.Core.Tests.Patching.Patches;

namespace VirtProvision.Core.Tests.Patching;

public sealed class PatchComparerTests
{
    /// <summary>Each as a patch would say it; all of them go back to where they came from.</summary>
    public static TheoryData<string> Specs =>
    [
        "disks: [{target: {dev: vda}, cache: none}]",
        "disks: [{target: {dev: vda}, cache: null}]",
        "disks: [{target: {dev: vda}, cache: none, driver: {io: native, discard: unmap}}, {target: {dev: vdb}, cache: none}]",
        "disks: [{target: {dev: \"vd*\"}, cache: none}]",
        "disks: [{target: {dev: vda}, iotune: {total_bytes_sec: 1000B}}]",
        "memory: 2GiB",
        "vcpus: {maximum: 4, current: 3}",
        "metadata: {title: A title, description: words}",
        "events: {on_crash: restart}",
        "networks: [{mac: \"52:54:00:00:00:01\", link: {state: down}, model: e1000}]",
        "rngs: [{device: /dev/urandom}]",
        "watchdogs: null",
        "xml: [{delete: ./devices/watchdog}]",
        "xml: [{set: \"./devices/disk[target/@dev='vda']/driver/@queues\", value: 4}, {create: \"./features/kvm/hidden[@state='on']\"}]",
        "features: {acpi: true}\ncpu: {mode: host-passthrough}",
        "cputune: {shares: 500}\nmemoryBacking: {hugepages: {pages: []}}",
    ];

    [Theory, MemberData(nameof(Specs))]
    public void A_patch_is_there_once_it_was_applied_and_everything_comes_back_when_it_goes(string spec)
    {
        var domain = XElement.Parse(Web);
        var patch = Of(spec);

        var applied = Apply(domain, patch);
        Assert.True(applied.Changes.Length > 0, applied.Merged.ToString());
        Assert.Empty(applied.Conflicts);

        var again = Apply(applied.Merged, patch);
        Assert.Equal("", Lines(again));
        Assert.False(again.IsMemoryStale);

        var reverted = Revert(applied.Merged, "p");
        Assert.Empty(reverted.Notes);
        Assert.True(Equals(domain, reverted.Merged), $"{spec}\n{applied.Merged}\n{reverted.Merged}");
    }

    [Fact]
    public void Only_what_the_patch_names_changes()
    {
        var applied = Apply(XElement.Parse(Web), Of("disks: [{target: {dev: vda}, cache: none}]"));

        Assert.Equal("devices/disk[vda]/driver/@cache: writeback -> none", Lines(applied));
        var merged = applied.Merged;
        merged.Element("metadata")!.Element(ProvisionNamespace.Patches)!.Remove();
        var expected = XElement.Parse(Web);
        expected.Element("devices")!.Element("disk")!.Element("driver")!.SetAttributeValue("cache", "none");
        Assert.Equal(expected.ToString(), merged.ToString());
    }

    [Fact]
    public void A_field_that_leaves_the_patch_goes_back_and_the_others_stay()
    {
        var applied = Apply(XElement.Parse(Web), Of("disks: [{target: {dev: vda}, cache: none, driver: {io: native}}]")).Merged;

        var narrowed = Apply(applied, Of("disks: [{target: {dev: vda}, cache: none}]"));

        Assert.Equal("devices/disk[vda]/driver/@io: native -> threads", Lines(narrowed));
        Assert.Equal("devices/disk[vda]/driver/@cache: none -> writeback", Lines(Revert(narrowed.Merged, "p")));
    }

    [Fact]
    public void What_comes_back_is_what_was_there_before_the_patch_first_came()
    {
        var first = Apply(XElement.Parse(Web), Of("disks: [{target: {dev: vda}, cache: none}]")).Merged;
        var second = Apply(first, Of("disks: [{target: {dev: vda}, cache: unsafe}]"));

        Assert.Equal("devices/disk[vda]/driver/@cache: none -> unsafe", Lines(second));
        Assert.Equal("devices/disk[vda]/driver/@cache: unsafe -> writeback", Lines(Revert(second.Merged, "p")));
    }

    [Fact]
    public void A_field_that_the_host_had_already_stays_when_the_patch_goes()
    {
        var applied = Apply(XElement.Parse(Web), Of("disks: [{target: {dev: vda}, cache: writeback}]"));
        Assert.Empty(applied.Changes);
        Assert.True(applied.IsMemoryStale);

        var reverted = Revert(applied.Merged, "p");

        Assert.Empty(reverted.Changes);
        Assert.True(reverted.IsMemoryStale);
    }

    [Fact]
    public void What_somebody_changed_meanwhile_is_put_right_while_the_patch_holds_and_kept_when_it_goes()
    {
        var patch = Of("disks: [{target: {dev: vda}, cache: none}]");
        var touched = Apply(XElement.Parse(Web), patch).Merged;
        touched.Element("devices")!.Element("disk")!.Element("driver")!.SetAttributeValue("cache", "directsync");

        var held = Apply(touched, patch);
        Assert.True(Assert.Single(held.Changes).IsDrift);

        var gone = Revert(touched, "p");
        Assert.Empty(gone.Changes);
        Assert.Contains("changed on the host", Assert.Single(gone.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_say_the_same_both_own_it()
    {
        var one = Of("disks: [{target: {dev: vda}, cache: none}]", "one");
        var two = Of("disks: [{target: {dev: vda}, cache: none, driver: {io: native}}]", "two");
        var both = Apply(XElement.Parse(Web), one, two);
        Assert.Empty(both.Conflicts);

        var left = Compare(both.Merged, [two], ["one"]);
        Assert.Equal("", Lines(left));
        Assert.Equal("devices/disk[vda]/driver/@cache: none -> writeback\ndevices/disk[vda]/driver/@io: native -> threads", Sorted(Revert(left.Merged, "two")));

        // The other may be of a set that this run does not know.
        var unknown = Revert(both.Merged, "one");
        Assert.Equal("", Lines(unknown));
        Assert.Contains("writeback", unknown.Merged.ToString(), StringComparison.Ordinal);
        Assert.Equal("devices/disk[vda]/driver/@cache: none -> writeback\ndevices/disk[vda]/driver/@io: native -> threads", Sorted(Revert(unknown.Merged, "two")));
    }

    [Fact]
    public void Two_that_want_one_field_differently_are_found()
    {
        var one = Of("disks: [{target: {dev: vda}, cache: none}]", "one");
        var two = Of("disks: [{target: {dev: vda}, cache: unsafe}]", "two");

        var conflict = Assert.Single(Apply(XElement.Parse(Web), one, two).Conflicts);

        Assert.Equal(("one", "two", "devices/disk[vda]/driver/@cache", "none", "unsafe"), (conflict.First!.Name, conflict.Second.Name, conflict.Path.ToString(), conflict.FirstValue, conflict.SecondValue));
    }

    [Fact]
    public void A_patch_and_the_domains_own_spec_are_held_to_each_other()
    {
        var own = XElement.Parse("<domain><memory unit='KiB'>1048576</memory></domain>");

        var against = Compare(XElement.Parse(Web), [Of("memory: 2GiB")], [], new DomainLayer(own, null, null));
        var beside = Compare(XElement.Parse(Web), [Of("memory: 1GiB")], [], new DomainLayer(own, null, null));

        Assert.Null(Assert.Single(against.Conflicts).First);
        Assert.Empty(beside.Conflicts);
    }

    [Fact]
    public void A_device_that_the_domain_lacks_is_not_made_of_its_name_alone()
    {
        var applied = Apply(XElement.Parse(Web), Of("disks: [{target: {dev: vdz}, cache: none}]"));

        Assert.Empty(applied.Changes);
        Assert.Equal(("disk", "vdz"), (Assert.Single(applied.Missing).Element, applied.Missing[0].Label));
    }

    [Fact]
    public void A_secret_is_remembered_as_a_hash_and_what_was_there_before_not_at_all()
    {
        var patch = Of("graphics: [{type: vnc, password: hunter2}]");
        var applied = Apply(XElement.Parse(Web), patch);

        var memory = applied.Merged.Element("metadata")!.ToString();
        Assert.DoesNotContain("hunter2", memory, StringComparison.Ordinal);
        Assert.DoesNotContain("\"old\"", memory, StringComparison.Ordinal);
        Assert.Contains("sha256:", memory, StringComparison.Ordinal);

        // A reader that may not see secrets finds nothing to do either.
        var shown = new XElement(applied.Merged);
        shown.Element("devices")!.Element("graphics")!.SetAttributeValue("passwd", null);
        Assert.Empty(Apply(shown, patch).Changes);
        Assert.Contains("is not kept", Assert.Single(Revert(applied.Merged, "p").Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Which_domain_it_is_no_patch_can_change()
    {
        var refused = Apply(XElement.Parse(Web.Replace("<memory ", "<uuid>6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6b</uuid><memory ", StringComparison.Ordinal)), Of("metadata: {uuid: 6f1e0a52-3c1b-4d6e-9a52-0b6b0b6b0b6c}")).Refused;

        Assert.Equal("uuid", Assert.Single(refused).Change.Path.ToString());
    }

    private static string Sorted(PatchedComparison comparison) => string.Join('\n', Lines(comparison).Split('\n').Order(StringComparer.Ordinal));

    // In any order, and without what libvirt itself would drop: elements that say nothing.
    private static bool Equals(XElement one, XElement other) => Canonical(one) == Canonical(other);

    private static string Canonical(XElement element)
    {
        var children = element.Elements().Select(Canonical).Where(static text => text.Length > 0).Order(StringComparer.Ordinal);
        var attributes = element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration).Select(static attribute => $"{attribute.Name}={attribute.Value}").Order(StringComparer.Ordinal);
        var inside = string.Concat(attributes.Select(static text => $" {text}")) + (element.HasElements ? string.Concat(children) : element.Value);
        return inside.Length == 0 ? "" : $"<{element.Name}{inside}>";
    }
}
