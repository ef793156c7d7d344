using System.Xml.Linq;
using CsCheck;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>Whatever was edited: applying what a comparison says leaves nothing to do.</summary>
public sealed class ConvergenceLaws
{
    private static readonly string[] s_domains =
    [
        "qemuxml2argvdata--disk-virtio", "qemuxml2argvdata--user-aliases", "qemuxml2argvdata--graphics-vnc", "qemuxml2argvdata--net-virtio",
        "qemuxml2argvdata--cputune", "qemuxml2argvdata--channel-virtio", "qemuxml2argvdata--iothreads-disk", "qemuxml2argvdata--serial-dev",
        "qemuxml2argvdata--numatune-memnode", "qemuxml2argvdata--input-usbmouse", "qemuxml2argvdata--disk-snapshot", "qemuxml2argvdata--video-device-pciaddr-default",
    ];

    [Fact]
    public void Applying_a_random_edit_converges_and_removing_it_does_too() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Sample(static seeds => Converges(Domains.Web01(), seeds), iter: 300, threads: 1);

    [SkippableFact]
    public void Random_edits_of_real_domains_converge()
    {
        Skip.If(CorpusPair.FolderOf(ResourceKind.Domain) is null, "The corpus does not lie beside this checkout.");
        var documents = CorpusPair.All(ResourceKind.Domain).Where(static pair => s_domains.Contains(pair.Name)).Select(static pair => pair.Defined).ToArray();
        Assert.NotEmpty(documents);
        Gen.Select(Gen.Int[0, documents.Length - 1], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000])
            .Sample(seeds => Converges(documents[seeds.Item1], (seeds.Item2, seeds.Item3)), iter: 300, threads: 1);
    }

    private static void Converges(XElement observed, (int First, int Second) seeds)
    {
        var last = Edited(observed, seeds.First);
        var desired = Edited(last, seeds.Second);
        var once = XmlComparer.Compare(Domains.Facts, null, last, observed);
        Assert.Empty(Lines(XmlComparer.Compare(Domains.Facts, last, last, once.Merged), last, observed));
        var twice = XmlComparer.Compare(Domains.Facts, last, desired, once.Merged);
        Assert.Empty(Lines(XmlComparer.Compare(Domains.Facts, desired, desired, twice.Merged), desired, once.Merged));
    }

    private static string[] Lines(ComparisonResult result, XElement desired, XElement observed) =>
        result.Changes.IsEmpty ? [] : [.. Domains.Lines(result), desired.ToString(), observed.ToString()];

    /// <summary>A sparse document: some of the elements are gone, some values are others.</summary>
    internal static XElement Edited(XElement source, int seed)
    {
        var random = new Random(seed);
        var copy = new XElement(source);
        foreach (var element in copy.Descendants().ToList())
        {
            if (element.Parent is null || random.Next(100) < 15)
            {
                if (element.Parent is not null && random.Next(2) == 0)
                {
                    element.Remove();
                }
            }
            else if (random.Next(100) < 10 && element.FirstAttribute is { IsNamespaceDeclaration: false } attribute && element.Parent.Name != "devices" && element.Name != "alias")
            {
                attribute.Value = Other(attribute.Value, random);
            }
            else if (random.Next(100) < 10 && element is { HasElements: false, HasAttributes: false } && element.Value.Length > 0)
            {
                element.Value = Other(element.Value, random);
            }
        }

        return copy;
    }

    private static string Other(string value, Random random) =>
        int.TryParse(value, out var number) ? $"{number + random.Next(1, 9)}" : value.StartsWith("0x", StringComparison.Ordinal) ? $"0x{random.Next(1, 9):x2}" : $"{value}{random.Next(10)}";
}
