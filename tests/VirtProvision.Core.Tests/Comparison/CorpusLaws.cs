using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>Law 1: what libvirt makes of a definition is no difference from it.</summary>
public sealed class CorpusLaws
{
    /// <summary>Where libvirt really took something else than was asked for.</summary>
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["qemuxml2argvdata--channel-virtio-unix"] = "a path that looks like libvirt's own for another domain is dropped, wherever its folder",
        ["qemuxml2argvdata--numavcpus-topology-mismatch"] = "the CPUs that no cell names are given to the first",
        ["qemuxml2argvdata--seclabel-dynamic-none-relabel"] = "the host has no SELinux: a dynamic label becomes none",
        ["qemuxml2argvdata--seclabel-dynamic-relabel"] = "the host has no SELinux: a dynamic label becomes none",
    };

    public static TheoryData<string> Kinds => ["Domain", "Network", "StoragePool", "StorageVolume"];

    [SkippableTheory, MemberData(nameof(Kinds))]
    public void What_libvirt_makes_of_a_definition_is_no_difference(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        Skip.If(CorpusPair.FolderOf(kind) is null, "The corpus does not lie beside this checkout.");
        var findings = new List<string>();
        foreach (var pair in CorpusPair.All(kind))
        {
            var result = XmlComparer.Compare(KindFacts.For(kind), null, pair.Input, pair.Defined);
            if (result.Changes.IsEmpty == s_exceptions.ContainsKey(pair.Name))
            {
                findings.Add(result.Changes.IsEmpty
                    ? $"{pair.Name}: is no exception any more"
                    : string.Join('\n', result.Changes.Select(change => $"{pair.Name}: {change.Path} {change.Before ?? "-"} -> {change.After ?? "-"}")));
            }
        }

        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    [SkippableTheory, MemberData(nameof(Kinds))]
    public void A_thing_is_no_different_from_itself(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        Skip.If(CorpusPair.FolderOf(kind) is null, "The corpus does not lie beside this checkout.");
        foreach (var pair in CorpusPair.All(kind))
        {
            var result = XmlComparer.Compare(KindFacts.For(kind), pair.Defined, pair.Defined, pair.Defined);
            Assert.Empty(result.Changes);
            Assert.Same(pair.Defined, result.Merged);
        }
    }
}
