using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Walks desired beside observed and last applied. One walk, one object.</summary>
internal sealed partial class ElementComparer(XElement observedRoot, XElement desiredRoot)
{
    /// <summary>How deep in the root element a device stands: <c>devices/disk</c>.</summary>
    private const int ItemDepth = 2;

    private readonly List<XmlStep> _steps = [];
    private FieldFacts? _root;

    // The desired elements along the way; null where the spec says nothing (more).
    private readonly List<XElement?> _desired = [];

    // The observed elements along the way; null where the host has none.
    private readonly List<XElement?> _observed = [];

    // Where a step is an item: who knows what to call it.
    private readonly List<(ListLabels? Labels, int Index)> _labels = [];
    private ImmutableArray<FieldChange>.Builder? _changes;

    // The device that the walk is in: live rules ask it.
    private XElement? _itemDesired;
    private XElement? _itemObserved;

    // While probing, differences are only counted.
    private int _probes;
    private int _differences;

    // While the items of two lists are brought together, a secret that the host does not show speaks neither for nor against.
    private bool _isMatching;

    // While positive, a whole element will be replaced and single edits in it are pointless.
    private int _coveredByReplace;

    public ImmutableArray<FieldChange> Changes => _changes?.ToImmutable() ?? [];

    public XmlEdits Edits { get; } = new();

    /// <summary>Desired is an object's persistent configuration and observed its live one.</summary>
    public bool IsPending { get; init; }

    /// <summary>Desired with the defaults of creation under it: what a device that comes new is made of. Null where nobody has it.</summary>
    public XElement? Creation { get; init; }

    /// <summary>What was applied and is no longer desired goes. Otherwise it stays, and somebody else sees to it.</summary>
    public bool Disowns { get; init; } = true;

    /// <summary>Where each of <see cref="Changes"/> stands, and what is in it on either side. Null when nobody asked.</summary>
    public List<ChangePlace>? Places { get; init; }

    /// <summary>The fields and items of the host that desired speaks of. Null when nobody asked.</summary>
    public HashSet<NamedField>? Named { get; init; }

    private bool IsProbing => _probes > 0;

    private bool IsEditing => _probes == 0 && _coveredByReplace == 0;

    public void Compare(FieldFacts facts, XElement? last, XElement desired, XElement observed)
    {
        _root ??= facts;
        CompareAttributes(facts, last, desired, observed);
        CompareText(facts, last, desired, observed);
        CompareChildren(facts, last, desired, observed);
    }

    /// <summary>How many fields of <paramref name="desired"/> the other element does not have so. An alias names a device and says nothing of what it is.</summary>
    internal int CountDifferences(FieldFacts facts, XElement desired, XElement observed)
    {
        var outer = _differences;
        _differences = 0;
        _probes++;
        Compare(facts, null, desired, observed);
        _probes--;
        var count = _differences;
        _differences = outer;
        return count;
    }

    private void CompareChildren(FieldFacts facts, XElement? last, XElement desired, XElement observed)
    {
        foreach (var child in desired.Elements())
        {
            // Namesakes are compared together, when the first comes by.
            if (FirstNamesake(desired, child.Name) == child && !ProvisionNamespace.IsOurs(child.Name)
                && !(IsProbing && child.Name.LocalName == "alias"))
            {
                CompareNamesakes(facts.Element(child.Name), child.Name, last, desired, observed);
            }
        }

        if (last is null || !Disowns)
        {
            return;
        }

        foreach (var child in last.Elements())
        {
            if (FirstNamesake(last, child.Name) == child && FirstNamesake(desired, child.Name) is null && !ProvisionNamespace.IsOurs(child.Name))
            {
                CompareNamesakes(facts.Element(child.Name), child.Name, last, desired, observed);
            }
        }
    }

    private void CompareNamesakes(FieldFacts facts, XName name, XElement? last, XElement desired, XElement observed)
    {
        if (facts.IsReadOnly || (IsPending && facts.IsRuntime && desired.Element(name) is null))
        {
            return;
        }

        switch (facts.List)
        {
            case ListType.Map or ListType.Set:
                CompareItems(facts, name, last, desired, observed);
                break;
            case ListType.Atomic:
                CompareAsOne(facts, name, last, desired, observed);
                break;
            case var _ when IsSeveral(desired, name) || IsSeveral(observed, name) || (last is not null && IsSeveral(last, name)):
                CompareAsOne(facts, name, last, desired, observed);
                break;
            default:
                var (wanted, present) = (desired.Element(name), observed.Element(name));
                if ((facts.Ignored.IsEmpty || !facts.IsIgnored(wanted, present)) && !(IsPending && facts.IsAssigned(wanted, present)))
                {
                    // What was once said to be absent is nothing that we applied.
                    var applied = last?.Element(name) is { } before && !ProvisionNamespace.IsAbsent(before) ? before : null;
                    if (wanted is not null || applied is not null)
                    {
                        CompareSingle(facts, applied, wanted, present, observed);
                    }
                }

                break;
        }
    }

    private void CompareSingle(FieldFacts facts, XElement? last, XElement? desired, XElement? observed, XElement observedParent)
    {
        var name = (desired ?? last)!.Name;
        Enter(name, null, desired, observed);
        switch (desired, observed)
        {
            case (null, null):
                ReportHiddenSecrets(facts, last!);
                break;
            case (null, not null):
                Disown(facts, last!, observed);
                break;
            case (not null, null) when ProvisionNamespace.IsAbsent(desired) || IsVacuous(facts, desired) || IsKnownSecret(facts, last, desired):
            case (not null, null) when _isMatching && HoldsOnlySecrets(facts, desired):
                break;
            case (not null, null):
                AddChild(facts, last, desired, observedParent);
                break;
            default:
                Name(observed!, NamedField.Itself);
                CompareBoth(facts, last, desired!, observed!);
                break;
        }

        Leave();
    }

    private void CompareBoth(FieldFacts facts, XElement? last, XElement desired, XElement observed)
    {
        if (ProvisionNamespace.IsAbsent(desired))
        {
            if (CountDifferences(facts, desired, observed) == 0)
            {
                RemoveElement(facts, observed, isDrift: false);
            }
        }
        else if (!facts.IsAtomic)
        {
            Compare(facts, last, desired, observed);
        }
        else
        {
            var before = ChangeCount;
            _coveredByReplace++;
            Compare(facts, last, desired, observed);
            _coveredByReplace--;
            if (ChangeCount > before && IsEditing)
            {
                Edits.Replace(observed, ProvisionNamespace.WithoutMarks(desired));
            }
        }
    }

    private void Enter(XName name, string? key, XElement? desired, XElement? observed)
    {
        _steps.Add(new XmlStep(StepName(name), key));
        _desired.Add(desired);
        _observed.Add(observed);
        _labels.Add(default);
        if (_steps.Count == ItemDepth)
        {
            _itemDesired = desired;
            _itemObserved = observed;
        }
    }

    private void Leave()
    {
        if (_steps.Count == ItemDepth)
        {
            _itemDesired = null;
            _itemObserved = null;
        }

        _steps.RemoveAt(_steps.Count - 1);
        _desired.RemoveAt(_desired.Count - 1);
        _observed.RemoveAt(_observed.Count - 1);
        _labels.RemoveAt(_labels.Count - 1);
    }

    private static string StepName(XName name) => name.Namespace == XNamespace.None ? name.LocalName : name.ToString();

    private static XElement? FirstNamesake(XElement parent, XName name) => parent.Element(name);

    // Asked three times for each name in each element: without an enumerator, which is an object.
    private static bool IsSeveral(XElement parent, XName name)
    {
        for (XNode? node = parent.Element(name)?.NextNode; node is not null; node = node.NextNode)
        {
            if (node is XElement element && element.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
