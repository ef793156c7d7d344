using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>Law 2: patching one field changes it and nothing else. Every attribute and every text of libvirt's own test domains is patched once.</summary>
public sealed class PatchLaws
{
    [SkippableTheory, MemberData(nameof(CorpusLaws.Kinds), MemberType = typeof(CorpusLaws))]
    public void A_patched_field_changes_and_nothing_else(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        Skip.If(CorpusPair.FolderOf(kind) is null, "The corpus does not lie beside this checkout.");
        var findings = new List<string>();
        var patched = 0;
        foreach (var pair in CorpusPair.All(kind))
        {
            foreach (var field in Fields(pair.Defined))
            {
                if (Patch.Of(KindFacts.For(kind), field) is { } patch)
                {
                    patched++;
                    findings.AddRange(patch.Findings(KindFacts.For(kind)).Select(finding => $"{pair.Name}: {finding}"));
                }
            }
        }

        Assert.True(patched > 0);
        Assert.True(findings.Count == 0, $"{findings.Count} of {patched}\n" + string.Join('\n', findings.Take(60)));
    }

    private static IEnumerable<XObject> Fields(XElement root)
    {
        foreach (var element in root.Descendants())
        {
            foreach (var attribute in element.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
            {
                yield return attribute;
            }

            if (!element.HasElements && element.Value.Trim().Length > 0)
            {
                yield return element;
            }
        }
    }
}
