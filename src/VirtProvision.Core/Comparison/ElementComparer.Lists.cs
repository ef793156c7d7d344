using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Repeated elements.</summary>
internal sealed partial class ElementComparer
{
    /// <summary>Items with an identity: each is compared with its counterpart.</summary>
    private void CompareItems(FieldFacts facts, XName name, XElement? last, XElement desired, XElement observed)
    {
        var wanted = ItemsOf(facts, desired, name);
        var present = observed.Elements(name).Where(item => !(IsPending && facts.IsAssigned(null, item))).ToList();
        var applied = last is null ? [] : ItemsOf(facts, last, name);
        int Count(XElement one, XElement other) => CountUnlikeness(facts, one, other);
        var found = new ItemMatcher(facts, wanted, present, Count);
        var known = new ItemMatcher(facts, wanted, applied, Count);
        var kept = new ItemMatcher(facts, applied, present, Count);
        var byOrder = facts.List is ListType.Map && facts.IsOrdered;
        if (facts.List is ListType.Map)
        {
            found.ByKeys();
        }

        if (applied.Count > 0)
        {
            MatchLastApplied(facts, known, kept, byOrder);
            FollowLastApplied(found, known, kept);
        }

        found.ByContent();
        if (byOrder)
        {
            found.ByOrder();
        }

        var labels = new ListLabels(facts, wanted, present, found);

        // What goes makes room first: an address or a name can be taken over by what comes.
        for (var j = 0; Disowns && j < applied.Count; j++)
        {
            if (known.IsTaken(j) || facts.IsRequired || (IsPending && facts.IsRuntime))
            {
                continue;
            }

            if (kept.Counterparts[j] is not (>= 0 and var k))
            {
                Enter(name, ItemLabel.KeyOf(facts, applied[j]), null, null);
                ReportHiddenSecrets(facts, applied[j]);
                Leave();
            }
            else if (!found.IsTaken(k))
            {
                RemoveItem(facts, name, labels.OfRemoved(k), present[k], CountDifferences(facts, applied[j], present[k]) > 0);
                found.Take(k);
            }
        }

        foreach (var absent in desired.Elements(name).Where(ProvisionNamespace.IsAbsent))
        {
            RemoveAbsent(facts, name, absent, present, found, labels);
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var lastItem = known.Counterparts[i] is >= 0 and var j ? applied[j] : null;
            var presentItem = found.Counterparts[i] is >= 0 and var k ? present[k] : null;
            CompareItem(facts, name, (labels, i), lastItem, wanted[i], presentItem, observed);
        }
    }

    private int CountUnlikeness(FieldFacts facts, XElement one, XElement other)
    {
        var outer = _isMatching;
        _isMatching = true;
        var count = CountDifferences(facts, one, other);
        _isMatching = outer;
        return count;
    }

    private List<XElement> ItemsOf(FieldFacts facts, XElement parent, XName name)
    {
        var items = new List<XElement>();
        foreach (var item in parent.Elements(name))
        {
            if (ProvisionNamespace.IsAbsent(item) || (IsPending && facts.IsAssigned(null, item)))
            {
                continue;
            }

            if (facts.Expands is { } members && item.Attribute(members)?.Value is { } list && Cpuset.Members(list) is { Count: > 1 } each)
            {
                items.AddRange(each.Select(member => Expanded(item, members, member)));
            }
            else
            {
                items.Add(item);
            }
        }

        return items;
    }

    private static XElement Expanded(XElement item, XName members, int member)
    {
        var copy = new XElement(item);
        copy.SetAttributeValue(members, member);
        return copy;
    }

    private static void MatchLastApplied(FieldFacts facts, ItemMatcher known, ItemMatcher kept, bool byOrder)
    {
        if (facts.List is ListType.Map)
        {
            known.ByKeys();
            kept.ByKeys();
        }

        known.ByContent();
        kept.ByContent();
        if (facts.List is ListType.Map)
        {
            known.ByOrder();
        }

        if (byOrder)
        {
            kept.ByOrder();
        }
    }

    /// <summary>A desired item without a key of its own is the one on the host that it became when it was last applied.</summary>
    private static void FollowLastApplied(ItemMatcher found, ItemMatcher known, ItemMatcher kept)
    {
        for (var i = 0; i < found.Counterparts.Length; i++)
        {
            if (found.Counterparts[i] == ItemMatcher.None && known.Counterparts[i] is >= 0 and var j
                && kept.Counterparts[j] is >= 0 and var k && !found.IsTaken(k))
            {
                found.Match(i, k);
            }
        }
    }

    private void CompareItem(
        FieldFacts facts, XName name, (ListLabels Labels, int Index) label, XElement? last, XElement desired, XElement? observed, XElement observedParent)
    {
        Enter(name, null, desired, observed);
        _labels[^1] = label;
        if (observed is not null)
        {
            Name(observed, NamedField.Itself);
            CompareBoth(facts, last, desired, observed);
        }
        else if (!(IsPending && facts.IsAssigned(desired, null)) && !IsVacuous(facts, desired) && !IsKnownSecret(facts, last, desired) && !(_isMatching && HoldsOnlySecrets(facts, desired)))
        {
            AddItem(facts, last, desired, observedParent);
        }

        Leave();
    }

    private void AddItem(FieldFacts facts, XElement? last, XElement desired, XElement observedParent)
    {
        if (IsProbing)
        {
            _differences++;
            return;
        }

        if (_steps.Count == ItemDepth)
        {
            // Whether it can be plugged in depends on what it is made of.
            _itemDesired = AsMade(desired);
        }

        ReportElement(facts, FieldChangeKind.Add, null, Masked(facts, desired), last is not null && CountDifferences(facts, desired, last) == 0, [], [desired]);
        if (IsEditing)
        {
            Edits.Add(observedParent, ProvisionNamespace.WithoutMarks(AsMade(desired)));
            ApplyConsequencesOfAdded(facts, desired, desired, observedParent, depth: 1);
        }
    }

    /// <summary>A device as it is made, with its defaults. Both trees come from the same spec by the same template, and defaults add devices behind those of the spec: so the places agree.</summary>
    private XElement AsMade(XElement item) =>
        Creation is not null && item.Parent is { } parent && parent.Parent == desiredRoot
            ? Creation.Element(parent.Name)?.Elements(item.Name).ElementAtOrDefault(item.ElementsBeforeSelf(item.Name).Count()) ?? item
            : item;

    private void RemoveItem(FieldFacts facts, XName name, string? label, XElement observed, bool isDrift)
    {
        Enter(name, label, null, observed);
        RemoveElement(facts, observed, isDrift);
        Leave();
    }

    private void RemoveAbsent(FieldFacts facts, XName name, XElement absent, List<XElement> present, ItemMatcher found, ListLabels labels)
    {
        for (var k = 0; k < present.Count; k++)
        {
            if (!found.IsTaken(k) && CountDifferences(facts, absent, present[k]) == 0)
            {
                found.Take(k);
                RemoveItem(facts, name, labels.OfRemoved(k), present[k], isDrift: false);
            }
        }
    }

    /// <summary>The list is one value: all of it is as desired, or all of it is replaced.</summary>
    private void CompareAsOne(FieldFacts facts, XName name, XElement? last, XElement desired, XElement observed)
    {
        var marked = desired.Elements(name).ToList();
        var wanted = marked.Where(item => !ProvisionNamespace.IsAbsent(item) && !IsVacuous(facts, item)).ToList();
        var present = observed.Elements(name).ToList();
        var applied = last?.Elements(name).Where(static item => !ProvisionNamespace.IsAbsent(item)).ToList() ?? [];
        Name(observed, StepName(name));
        if (AreAlike(facts, wanted, present) || facts.IsReadOnly)
        {
            return;
        }

        // Nothing is wanted: only what we applied goes, or what the spec says must be absent.
        if (wanted.Count == 0)
        {
            var absent = marked.Where(ProvisionNamespace.IsAbsent).ToList();
            if (marked.Count > absent.Count || (absent.Count == 0 && (applied.Count == 0 || facts.IsRequired || !Disowns)))
            {
                return;
            }

            present.RemoveAll(item => absent.Count > 0 && !absent.Exists(stub => CountDifferences(facts, stub, item) == 0));
            if (present.Count == 0)
            {
                return;
            }
        }

        if (IsProbing)
        {
            _differences++;
            return;
        }

        ReplaceAll(facts, name, wanted, present, IsDrift(facts, wanted, present, applied), desired, observed);
    }

    private void ReplaceAll(FieldFacts facts, XName name, List<XElement> wanted, List<XElement> present, bool isDrift, XElement desired, XElement observed)
    {
        Enter(name, null, wanted.FirstOrDefault(), present.FirstOrDefault());
        var kind = present.Count == 0 ? FieldChangeKind.Add : wanted.Count == 0 ? FieldChangeKind.Remove : FieldChangeKind.Modify;
        ReportElement(facts, kind, Joined(facts, present), Joined(facts, wanted), isDrift, present, wanted, isList: true);
        Leave();
        if (!IsEditing)
        {
            return;
        }

        foreach (var item in present)
        {
            Edits.Remove(item);
        }

        foreach (var item in wanted)
        {
            Edits.Add(observed, ProvisionNamespace.WithoutMarks(item));
        }

        foreach (var path in facts.Resets)
        {
            Reset(path, path.IsAbsolute ? observedRoot : observed, path, path.IsAbsolute ? desiredRoot : desired);
        }
    }

    private bool IsDrift(FieldFacts facts, List<XElement> wanted, List<XElement> present, List<XElement> applied) =>
        applied.Count > 0 && (wanted.Count == 0 ? !AreAlike(facts, applied, present) : AreAlike(facts, wanted, applied));

    private bool AreAlike(FieldFacts facts, List<XElement> wanted, List<XElement> present)
    {
        if (wanted.Count != present.Count)
        {
            return false;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            if (CountDifferences(facts, wanted[i], present[i]) > 0)
            {
                return false;
            }
        }

        return true;
    }

    private static string? Joined(FieldFacts facts, List<XElement> items) =>
        items.Count == 0 ? null : string.Concat(items.Select(item => Masked(facts, item)));
}
