using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Tests.Patching;

namespace VirtProvision.Core.Tests.Planning;

/// <summary>What drifted and what waits, told by what an object remembers.</summary>
public sealed class ResourceStandingTests
{
    private static readonly ResourceId s_web = new(ResourceKind.Domain, "web");
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    [Fact]
    public void What_remembers_nothing_is_not_managed()
    {
        var standing = Of(Domain("<vcpu>2</vcpu>"), Domain("<vcpu>1</vcpu>"));

        Assert.False(standing.IsManaged);
        Assert.Empty(standing.Drift);
        Assert.Equal(["vcpu: 1 -> 2"], Lines(standing.Pending));
    }

    [Fact]
    public void As_long_as_what_was_applied_holds_nothing_has_drifted()
    {
        var standing = Of(Applied("<vcpu>2</vcpu>", "<vcpu>2</vcpu><title>theirs</title>"));

        Assert.True(standing.IsManaged);
        Assert.Empty(standing.Drift);
        Assert.Empty(standing.Pending);
    }

    [Fact]
    public void What_somebody_changed_has()
    {
        var field = Assert.Single(Of(Applied("<vcpu>2</vcpu><title>ours</title>", "<vcpu>2</vcpu><title>theirs</title>")).Drift);

        Assert.Equal(("title", "theirs", "ours", true), (field.Path.ToString(), field.Before, field.After, field.IsDrift));
    }

    [Fact]
    public void A_password_that_is_only_remembered_as_a_hash_has_not_drifted()
    {
        const string Graphics = "<devices><graphics type='vnc' port='-1'{0}/></devices>";
        var applied = Graphics.Replace("{0}", " passwd='secret'", StringComparison.Ordinal);

        Assert.Empty(Of(Applied(applied, Graphics.Replace("{0}", "", StringComparison.Ordinal))).Drift);
        Assert.Empty(Of(Applied(applied, applied)).Drift);
        var changed = Assert.Single(Of(Applied(applied, Graphics.Replace("{0}", " passwd='other'", StringComparison.Ordinal))).Drift);
        Assert.True(changed.IsSecret);
    }

    [Fact]
    public void Of_what_waits_for_a_restart_only_ours_counts()
    {
        var inactive = Applied("<vcpu>2</vcpu>", "<vcpu>2</vcpu><on_crash>restart</on_crash><os><bootmenu enable='yes'/></os>");
        var standing = Of(inactive, Domain("<vcpu>1</vcpu><on_crash>restart</on_crash><os><bootmenu enable='no'/></os>"));

        Assert.Empty(standing.Drift);
        Assert.Equal(["vcpu: 1 -> 2"], Lines(standing.Pending));
    }

    [Fact]
    public void What_a_call_would_bring_to_the_running_guest_has_drifted()
    {
        var standing = Of(Applied("<title>b</title>", "<title>b</title>"), Domain("<title>a</title>"));

        Assert.True(Assert.Single(standing.Drift).IsConfigured);
        Assert.Empty(standing.Pending);
    }

    [Fact]
    public void What_a_patch_made_of_a_spec_is_no_drift_and_what_somebody_made_of_the_patch_is()
    {
        var domain = Applied(XElement.Parse(Patches.Web), "<on_crash>destroy</on_crash><devices><disk type='file'><driver name='qemu' type='qcow2' cache='writeback'/><source file='/a'/><target dev='vda'/></disk></devices>");
        Assert.Empty(Of(domain).Drift);

        var patched = Patches.Apply(domain, Patches.Of("disks: [{target: {dev: \"vd*\"}, cache: none}]")).Merged;
        var standing = Of(patched);
        Assert.Empty(standing.Drift);
        Assert.Equal("p", Assert.Single(standing.Patches));

        patched.Element("devices")!.Elements("disk").Last().Element("driver")!.SetAttributeValue("cache", "unsafe");
        Assert.Equal(["devices/disk[vdb]/driver/@cache: unsafe -> none"], Lines(Of(patched).Drift));
    }

    [Fact]
    public void A_domain_that_only_patches_changed_is_managed()
    {
        var patched = Patches.Apply(XElement.Parse(Patches.Web), Patches.Of("memory: 2GiB")).Merged;

        Assert.True(Of(patched).IsManaged);
        Assert.True(ResourceStanding.IsManagedBy(patched));
        Assert.False(ResourceStanding.IsManagedBy(XElement.Parse(Patches.Web)));
        Assert.Empty(Of(patched).Drift);
    }

    private static ResourceStanding Of(XElement inactive, XElement? live = null) => ResourceStanding.Of(new ObservedResource(s_web, inactive, live, Autostart: false));

    private static XElement Domain(string children) => XElement.Parse($"<domain type='kvm'><name>web</name>{children}</domain>");

    private static XElement Applied(string applied, string present) => Applied(Domain(present), applied);

    private static XElement Applied(XElement present, string applied) => AppliedMemory.Of(s_facts, XElement.Parse($"<domain>{applied}</domain>"), "1.2.3", [1, 2, 3, 4]).Write(present);

    private static IEnumerable<string> Lines(ImmutableArray<FieldChange> fields) => fields.Select(static field => $"{field.Path}: {field.Before} -> {field.After}");
}
