using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Making <see cref="FieldChange"/>s.</summary>
internal sealed partial class ElementComparer
{
    /// <summary>Stands for a value that is never printed.</summary>
    private const string Secret = "(secret)";

    private int ChangeCount => _changes?.Count ?? 0;

    private void ReportValue(FieldFacts facts, XName? name, string? before, string after, bool isDrift, XElement desiredOwner, XElement observedOwner)
    {
        var kind = before is null ? FieldChangeKind.Add : FieldChangeKind.Modify;
        if (facts.IsWriteOnly)
        {
            Report(facts, name, kind, before is null ? null : Secret, Secret, isDrift, isSecret: true);
            return;
        }

        Report(facts, name, kind, before is null ? null : Print(facts, before, observedOwner), Print(facts, after, desiredOwner), isDrift, isSecret: false,
            Direction(facts, before, observedOwner, after, desiredOwner));
    }

    private void Report(FieldFacts facts, XName? name, FieldChangeKind kind, string? before, string? after, bool isDrift, bool isSecret, ChangeDirection? size = null)
    {
        if (IsProbing)
        {
            _differences++;
            return;
        }

        if (name is not null)
        {
            _steps.Add(new XmlStep("@" + StepName(name)));
        }

        var (effect, means) = EffectOf(facts, facts.Live, kind, size);
        Record(kind, before, after, effect, means, isDrift, isSecret, name is null ? PlaceKind.Text : PlaceKind.Attribute, [], []);
        if (name is not null)
        {
            _steps.RemoveAt(_steps.Count - 1);
        }
    }

    /// <summary>A change of the element that the walk stands on, as a whole.</summary>
    private void ReportElement(
        FieldFacts facts, FieldChangeKind kind, string? before, string? after, bool isDrift, IReadOnlyList<XElement> present, IReadOnlyList<XElement> wanted, bool isList = false)
    {
        var (effect, means) = EffectOf(facts, facts.Hotplug.IsEmpty ? facts.Live : facts.Hotplug, kind, null);
        Record(kind, before, after, effect, means, isDrift, isSecret: false, isList ? PlaceKind.List : PlaceKind.Element, present, wanted);
    }

    /// <summary>An element that is no list item is reported field by field.</summary>
    private void ReportAdded(FieldFacts facts, XElement element, bool isDrift)
    {
        var before = ChangeCount;
        foreach (var attribute in element.Attributes())
        {
            var own = facts.Attribute(attribute.Name);
            if (!attribute.IsNamespaceDeclaration && attribute.Name.Namespace != ProvisionNamespace.Name && !own.IsReadOnly
                && !(facts.Transform is ValueTransform.Size && attribute.Name.LocalName == "unit"))
            {
                ReportValue(own, attribute.Name, null, attribute.Value, isDrift, element, element);
            }
        }

        if (!element.HasElements && !string.IsNullOrWhiteSpace(element.Value))
        {
            ReportValue(facts, null, null, element.Value, isDrift, element, element);
        }

        foreach (var child in element.Elements())
        {
            var own = facts.Element(child.Name);
            if (own.IsReadOnly || ProvisionNamespace.IsAbsent(child))
            {
                continue;
            }

            Enter(child.Name, own.List is ListType.Map ? ItemLabel.KeyOf(own, child) : null, child, null);
            if (own.List is ListType.None)
            {
                ReportAdded(own, child, isDrift);
            }
            else
            {
                ReportElement(own, FieldChangeKind.Add, null, Masked(own, child), isDrift, [], [child]);
            }

            Leave();
        }

        if (ChangeCount == before)
        {
            ReportElement(facts, FieldChangeKind.Add, null, Masked(facts, element), isDrift, [], [element]);
        }
    }

    private void Record(
        FieldChangeKind kind, string? before, string? after, Effect effect, string? means, bool isDrift, bool isSecret,
        PlaceKind place, IReadOnlyList<XElement> present, IReadOnlyList<XElement> wanted)
    {
        _changes ??= ImmutableArray.CreateBuilder<FieldChange>();
        for (var i = 0; i < _labels.Count; i++)
        {
            if (_labels[i] is { Labels: { } labels, Index: var index })
            {
                _steps[i] = _steps[i] with { Key = labels.OfWanted(index) };
            }
        }

        _changes.Add(new FieldChange(new XmlPath([.. _steps]), kind, before, after, effect, means, isDrift, isSecret));
        Places?.Add(new ChangePlace(place, _observed.Count == 0 ? observedRoot : _observed[^1], _desired.Count == 0 ? desiredRoot : _desired[^1], [.. present], [.. wanted]));
    }

    // While probing, or for a removal of what was applied before, nothing is said of what is desired now.
    private void Name(XElement observed, string field)
    {
        if (Named is not null && !IsProbing)
        {
            Named.Add(new NamedField(observed, field));
        }
    }

    private (Effect Effect, string? Means) EffectOf(FieldFacts facts, ImmutableArray<LiveRule> rules, FieldChangeKind kind, ChangeDirection? size)
    {
        var direction = kind switch
        {
            FieldChangeKind.Add => ChangeDirection.Add,
            FieldChangeKind.Remove => ChangeDirection.Remove,
            _ => ChangeDirection.Modify,
        };
        if (!IsPending && (facts.DataLoss.Contains(direction) || (size is { } grown && facts.DataLoss.Contains(grown))))
        {
            return (Effect.DataLoss, null);
        }

        if (facts.IsCreateOnly && !IsPending)
        {
            return (Effect.Replace, null);
        }

        foreach (var rule in rules)
        {
            if (rule.Serves(direction, size, _itemObserved, _itemDesired, observedRoot))
            {
                return (Effect.Live, rule.Means);
            }
        }

        return (Effect.NextStart, null);
    }

    private static ChangeDirection? Direction(FieldFacts facts, string? before, XElement beforeOwner, string after, XElement afterOwner)
    {
        if (before is null)
        {
            return null;
        }

        var isSize = facts.Transform is ValueTransform.Size;
        var old = isSize ? SizeValue.Bytes(facts, beforeOwner, before) : FieldValues.Number(before);
        var wanted = isSize ? SizeValue.Bytes(facts, afterOwner, after) : FieldValues.Number(after);
        return old is null || wanted is null ? null : wanted > old ? ChangeDirection.Grow : wanted < old ? ChangeDirection.Shrink : null;
    }

    private static string Print(FieldFacts facts, string value, XElement owner) =>
        facts.Transform is ValueTransform.Size && SizeValue.Bytes(facts, owner, value) is { } bytes ? SizeValue.Print(bytes) : value.Trim();

    /// <summary>The element's XML for people, secrets left out.</summary>
    private static string Masked(FieldFacts facts, XElement element)
    {
        var copy = ProvisionNamespace.WithoutMarks(element);
        Mask(facts, copy);
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    private static void Mask(FieldFacts facts, XElement element)
    {
        foreach (var attribute in element.Attributes())
        {
            if (!attribute.IsNamespaceDeclaration && facts.Attribute(attribute.Name).IsWriteOnly)
            {
                attribute.Value = Secret;
            }
        }

        if (facts.IsWriteOnly && !element.HasElements)
        {
            element.Value = Secret;
        }

        foreach (var child in element.Elements())
        {
            Mask(facts.Element(child.Name), child);
        }
    }
}
