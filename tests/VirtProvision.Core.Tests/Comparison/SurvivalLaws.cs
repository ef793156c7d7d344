using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>
/// Law 2 where others left their traces: comments, unknown elements, foreign namespaces, attributes in an order of their own. A field is changed, added or
/// removed, and the rest is the same to the byte.
/// </summary>
public sealed class SurvivalLaws
{
    private const int FieldsOfEach = 12;
    private static readonly XNamespace s_foreign = "http://example.org/notes";

    [SkippableTheory, MemberData(nameof(CorpusLaws.Kinds), MemberType = typeof(CorpusLaws))]
    public void What_is_not_patched_stays_to_the_byte(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        Skip.If(CorpusPair.FolderOf(kind) is null, "The corpus does not lie beside this checkout.");
        var facts = KindFacts.For(kind);
        var findings = new List<string>();
        var done = (Changed: 0, Added: 0, Removed: 0);
        foreach (var pair in CorpusPair.All(kind))
        {
            var random = new Random(pair.Name.Aggregate(17, static (seed, letter) => unchecked((seed * 31) + letter)));
            var observed = Annotated(pair.Defined);
            foreach (var attribute in Attributes(observed).OrderBy(_ => random.Next()).Take(FieldsOfEach).ToArray())
            {
                if (Patch.Of(facts, attribute) is not { } patch)
                {
                    continue;
                }

                done.Changed++;
                Check("changed", XmlComparer.Compare(facts, null, patch.Desired, observed), patch.Expected);

                // As somebody who has the field now and had it not before, and the other way round.
                var without = WithoutOutcome(patch, attribute.Name);
                if (XmlComparer.Compare(facts, null, patch.Desired, without) is { Changes: [{ Kind: FieldChangeKind.Add }] } added)
                {
                    done.Added++;
                    var expected = new XElement(without);
                    Counterpart(expected, patch.Outcome).SetAttributeValue(attribute.Name, patch.Target.Attribute(attribute.Name)!.Value);
                    Check("added", added, expected);
                }

                var applied = new XElement(patch.Desired);
                Counterpart(applied, patch.Target).SetAttributeValue(attribute.Name, attribute.Value);
                var dropped = new XElement(patch.Desired);
                Counterpart(dropped, patch.Target).SetAttributeValue(attribute.Name, null);
                if (XmlComparer.Compare(facts, applied, dropped, observed) is { Changes: [{ Kind: FieldChangeKind.Remove }] } removed && HasKeys(Counterpart(dropped, patch.Target)))
                {
                    done.Removed++;
                    Check("removed", removed, without);
                }

                void Check(string what, ComparisonResult result, XElement expected)
                {
                    var (is_, should) = (result.Merged.ToString(SaveOptions.DisableFormatting), expected.ToString(SaveOptions.DisableFormatting));
                    if (is_ != should)
                    {
                        findings.Add($"{pair.Name}: {patch.Field} {what}: {FirstDifference(is_, should)}");
                    }
                }
            }
        }

        // Of pools and volumes libvirt needs nearly every attribute.
        Assert.True(done is { Changed: > 10, Added: > 10 } && (done.Removed > 50 || kind == ResourceKind.StoragePool || kind == ResourceKind.StorageVolume), $"{done}");
        Assert.True(findings.Count == 0, $"{findings.Count} of {done}\n" + string.Join('\n', findings.Take(40)));
    }

    /// <summary>With a comment in front of, and a foreign and an unknown element behind what each element with children holds.</summary>
    private static XElement Annotated(XElement defined)
    {
        var copy = new XElement(defined);
        foreach (var element in copy.DescendantsAndSelf().Where(static element => element.HasElements).ToArray())
        {
            element.AddFirst(new XComment(" kept "));
            element.Add(
                new XElement(s_foreign + "note", new XAttribute("z", "1"), new XAttribute("a", "2"), new XAttribute(XNamespace.Xmlns + "n", s_foreign.NamespaceName), "text ", new XElement(s_foreign + "deep")),
                new XElement("unheardOf", new XAttribute("b", " spaced  "), new XComment("too")));
        }

        return copy;
    }

    private static IEnumerable<XAttribute> Attributes(XElement root) =>
        root.Descendants().Where(static element => element.Name.Namespace != s_foreign && element.Name != "unheardOf").Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration);

    private static XElement WithoutOutcome(Patch patch, XName attribute)
    {
        var copy = new XElement(patch.Expected);
        Counterpart(copy, patch.Outcome).SetAttributeValue(attribute, null);
        return copy;
    }

    // An element without anything by which to know it says nothing any more, and goes as a whole.
    private static bool HasKeys(XElement element) => element.HasAttributes || element.HasElements;

    private static XElement Counterpart(XElement root, XElement like) => like.AncestorsAndSelf().Reverse().Skip(1)
        .Aggregate(root, static (at, step) => at.Elements().ElementAt(step.ElementsBeforeSelf().Count()));

    private static string FirstDifference(string one, string other)
    {
        var at = one.AsSpan().CommonPrefixLength(other);
        return $"…{one[Math.Max(0, at - 60)..Math.Min(one.Length, at + 60)]}… should be …{other[Math.Max(0, at - 60)..Math.Min(other.Length, at + 60)]}…";
    }
}
