using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>
/// Edits the XML of a domain that exists: what is named changes, all else stays as it is, with comments, order and elements that nobody here knows. The same edits
/// can be made again in the XML as it is by then.
/// </summary>
/// <param name="pathOf">The path under which the host knows a volume of a pool; null where nobody knows.</param>
public sealed class DomainEditor(ImmutableArray<DomainEdit> edits, Func<string, string, string?>? pathOf = null)
{
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    private readonly Func<string, string, string?> _pathOf = pathOf ?? (static (_, _) => null);

    /// <returns>A copy with the edits in it; null when there are errors, which the bag then has.</returns>
    public XElement? Apply(XElement domain, DiagnosticBag diagnostics)
    {
        var edited = new XElement(domain);
        var name = domain.Element("name")?.Value ?? "";
        var findings = new DiagnosticBag();
        foreach (var edit in edits)
        {
            Apply(edit, edited, name, findings);
        }

        diagnostics.AddRange(findings);
        return findings.HasErrors ? null : edited;
    }

    private void Apply(DomainEdit edit, XElement domain, string name, DiagnosticBag findings)
    {
        switch (edit)
        {
            case ChangeElements change:
                Change(change, domain, name, findings);
                break;
            case RemoveElements remove:
                foreach (var element in Choose(remove.Words, remove.Selector, domain, name, findings) ?? [])
                {
                    DeviceRules.Remove(element, domain);
                }

                break;
            case AddElements add:
                foreach (var element in add.Elements)
                {
                    SparseMerge.Place(add.Parent is null ? domain : Part(domain, add.Parent), new XElement(element));
                }

                break;
            case SetSystem system:
                OsinfoMetadata.Set(domain, system.OsId);
                break;
            case RefreshMachine refresh:
                MachineVersion.Refresh(domain, refresh, name, findings);
                break;
            case ConvertToQ35 convert:
                Q35Conversion.Apply(domain, convert, name, findings);
                break;
            case ConvertToVnc convert:
                VncConversion.Apply(domain, convert);
                break;
            default:
                throw new System.Diagnostics.UnreachableException(edit.ToString());
        }
    }

    private void Change(ChangeElements change, XElement domain, string name, DiagnosticBag findings)
    {
        var words = change.Words;
        if (!words.Place.IsItem)
        {
            if (!change.Selector.IsPlain)
            {
                findings.Add(EditDiagnostics.NoSelector(words.Span, change.Selector.Text!, words.Option));
            }
            else if (words.Read() is { } said)
            {
                ChangeDomain(words, said, domain, name, findings);
            }

            return;
        }

        if (Choose(words, change.Selector, domain, name, findings) is not { } chosen)
        {
            return;
        }

        foreach (var element in chosen)
        {
            if (words.Read(TypeOf(element)) is not { Item: { } item } said)
            {
                return;
            }

            if (chosen.Length > 1 && IdentityIn(item) is { } identity)
            {
                findings.Add(EditDiagnostics.TooManyMatches(words.Span, name, words.Option, identity, chosen.Length));
                return;
            }

            ChangeItem(element, said, domain, name, findings);
        }
    }

    private static void ChangeItem(XElement element, SparseWords said, XElement domain, string name, DiagnosticBag findings)
    {
        var before = new XElement(element);
        if (said.Clears)
        {
            element.RemoveAll();
        }

        var sparse = DeviceRules.Prepare(element, said, domain);
        SparseMerge.Into(element, sparse, FactsOf(element));
        SparseMerge.Into(domain, said.Rest, s_facts.Root);
        if (said.Edits is { } edits)
        {
            new PathEditing(s_facts, name, findings).Apply(element, edits);
        }

        DeviceRules.Follow(element, before, domain);
    }

    private static void ChangeDomain(OptionWords words, SparseWords said, XElement domain, string name, DiagnosticBag findings)
    {
        if (said.Clears)
        {
            foreach (var part in PartsOf(words, said).Select(domain.Element).OfType<XElement>().ToArray())
            {
                part.RemoveAll();
            }
        }

        DeviceRules.PreparePart(domain, said);
        SparseMerge.Into(domain, said.Rest, s_facts.Root);
        if (said.Clears && said.Rest.Element("cpu") is null && words.Option is "--cpu")
        {
            domain.Elements("cpu").Remove();
        }

        if (said.Edits is { } edits)
        {
            var context = words.Place.Path.IsEmpty ? domain : words.Place.In(domain).FirstOrDefault() ?? Part(domain, words.Place.Path[0].LocalName);
            new PathEditing(s_facts, name, findings).Apply(context, edits);
        }
    }

    private static IEnumerable<XName> PartsOf(OptionWords words, SparseWords said) =>
        words.Place.Path.IsEmpty ? said.Rest.Elements().Where(static part => part.Name.LocalName is not "devices").Select(static part => part.Name) : [words.Place.Path[0]];

    /// <summary>Null when nothing can be chosen, as the bag then says.</summary>
    private XElement[]? Choose(OptionWords words, ElementSelector selector, XElement domain, string name, DiagnosticBag findings)
    {
        XElement[] present = [.. words.Place.In(domain)];
        if (selector.IsAll)
        {
            return present;
        }

        if (selector.Position is not { } position)
        {
            return Matching(words, selector, present, name, findings);
        }

        if (position is 0)
        {
            findings.Add(EditDiagnostics.NoPosition(words.Span, selector.Action));
            return null;
        }

        if (present.Length is 0)
        {
            findings.Add(EditDiagnostics.NoObjects(words.Span, name, words.Option));
            return null;
        }

        if (Math.Abs((long)position) > present.Length)
        {
            findings.Add(EditDiagnostics.FewObjects(words.Span, name, selector.Action, selector.Text!, present.Length, words.Option));
            return null;
        }

        return [present[position > 0 ? position - 1 : present.Length + position]];
    }

    private XElement[]? Matching(OptionWords words, ElementSelector selector, XElement[] present, string name, DiagnosticBag findings)
    {
        var pattern = words.Selecting(selector.Text!);
        var matching = new List<XElement>();
        var isSaid = false;
        foreach (var element in present)
        {
            if (pattern.Read(TypeOf(element)) is not { } said)
            {
                findings.AddRange(pattern.Findings);
                return null;
            }

            if (ElementMatch.Pattern(pattern, said) is { } sought)
            {
                isSaid = true;
                if (ElementMatch.Holds(element, sought, said, FactsOf(element), _pathOf))
                {
                    matching.Add(element);
                }
            }
        }

        if (present.Length > 0 && !isSaid)
        {
            findings.Add(EditDiagnostics.CannotMatch(words.Span, words.Option, selector.Text!));
            return null;
        }

        if (matching.Count is 0)
        {
            findings.Add(EditDiagnostics.NoMatch(words.Span, name, selector.Action, selector.Text!, present.Select(DeviceRules.NameOf)));
            return null;
        }

        return [.. matching];
    }

    // What the words call the type of what they change.
    private static string? TypeOf(XElement element) => element.Attribute("type")?.Value;

    private static string? IdentityIn(XElement item) =>
        item.Element("target")?.Attribute("dev") is not null && item.Name.LocalName is "disk" ? "target"
        : item.Element("mac")?.Attribute("address") is not null ? "MAC address"
        : item.Element("alias")?.Attribute("name") is not null ? "alias"
        : item.Element("address") is { HasAttributes: true } address && address.Attributes().Any(static attribute => attribute.Name.LocalName is not ("type" or "domain" or "multifunction") && attribute.Name.Namespace != ProvisionNamespace.Name) ? "address"
        : null;

    private static FieldFacts FactsOf(XElement element) =>
        element.AncestorsAndSelf().Reverse().Skip(1).Aggregate(s_facts.Root, static (facts, step) => facts.Element(step.Name));

    private static XElement Part(XElement domain, string name)
    {
        var part = domain.Element(name);
        if (part is null)
        {
            domain.Add(part = new XElement(name));
        }

        return part;
    }
}
