using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Additions, removals, and what follows from a change.</summary>
internal sealed partial class ElementComparer
{
    private void AddChild(FieldFacts facts, XElement? last, XElement desired, XElement observedParent)
    {
        if (IsProbing)
        {
            _differences++;
            return;
        }

        ReportAdded(facts, desired, last is not null && CountDifferences(facts, desired, last) == 0);
        if (IsEditing)
        {
            Edits.Add(observedParent, ProvisionNamespace.WithoutMarks(desired));
            ApplyConsequencesOfAdded(facts, desired, desired, observedParent, depth: 1);
        }
    }

    private void RemoveElement(FieldFacts facts, XElement observed, bool isDrift)
    {
        if (IsProbing)
        {
            _differences++;
            return;
        }

        var isText = !observed.HasElements && !observed.HasAttributes && observed.Value.Length > 0 && !facts.IsWriteOnly;
        ReportElement(facts, FieldChangeKind.Remove, isText ? observed.Value : Masked(facts, observed), null, isDrift, [observed], []);
        if (IsEditing)
        {
            Edits.Remove(observed);
            ApplyConsequences(facts, null, null, null, observed);
        }
    }

    /// <summary>We applied this element and the spec no longer has it: what was ours in it goes, what the host or others added stays.</summary>
    private void Disown(FieldFacts facts, XElement last, XElement observed)
    {
        if (facts.IsRequired || (IsPending && (facts.IsRuntime || facts.IsAssigned(null, observed) || IsVacuous(facts, observed))))
        {
            return;
        }

        var hasText = !last.HasElements && !string.IsNullOrWhiteSpace(last.Value);
        var isBare = !hasText && !last.HasElements && !last.HasAttributes;
        if (hasText && !IsProbing)
        {
            var present = observed.HasElements ? Masked(facts, observed) : Print(facts, observed.Value, observed);
            Report(facts, null, FieldChangeKind.Remove, facts.IsWriteOnly ? Secret : present, null, CountDifferences(facts, last, observed) > 0, facts.IsWriteOnly);
            if (IsEditing)
            {
                Edits.Remove(observed);
                ApplyConsequences(facts, observed.Value, null, null, observed);
            }
        }
        else if (isBare || facts.IsAtomic)
        {
            RemoveElement(facts, observed, CountDifferences(facts, last, observed) > 0);
        }
        else
        {
            var before = ChangeCount;
            for (var attribute = last.FirstAttribute; attribute is not null; attribute = attribute.NextAttribute)
            {
                if (!attribute.IsNamespaceDeclaration)
                {
                    DisownAttribute(facts.Attribute(attribute.Name), attribute, observed, desired: null);
                }
            }

            CompareChildren(facts, last, s_nothing, observed);
            if (ChangeCount > before && IsEditing)
            {
                Edits.RemoveIfEmpty(observed);
            }
        }
    }

    /// <summary>An element that we applied and the host does not show: only a secret can still be there.</summary>
    private void ReportHiddenSecrets(FieldFacts facts, XElement last)
    {
        if (!IsProbing && HoldsOnlySecrets(facts, last))
        {
            Report(facts, null, FieldChangeKind.Remove, Secret, null, isDrift: false, isSecret: true);
        }
    }

    /// <summary>The host does not show it, and what we remember of it is what is wanted.</summary>
    private bool IsKnownSecret(FieldFacts facts, XElement? last, XElement desired) =>
        last is not null && HoldsOnlySecrets(facts, desired) && CountDifferences(facts, desired, last) == 0 && CountDifferences(facts, last, desired) == 0;

    private static bool HoldsOnlySecrets(FieldFacts facts, XElement element) =>
        facts.IsWriteOnly
        || (element.HasElements
            && element.Attributes().All(static attribute => attribute.IsNamespaceDeclaration)
            && element.Elements().All(child => HoldsOnlySecrets(facts.Element(child.Name), child)));

    /// <param name="desired">Where the field stands in the desired tree; null when it is no longer there.</param>
    private void ApplyConsequences(FieldFacts facts, string? before, string? after, XElement? desired, XElement observed)
    {
        foreach (var path in facts.Resets)
        {
            if (desired is null && !path.IsAbsolute && path.Up > 0)
            {
                // The owner is no longer in the spec, what it stood in may be.
                var outer = path.Up == _desired.Count ? desiredRoot : path.Up < _desired.Count ? _desired[^(1 + path.Up)] : null;
                Reset(path, observed, path with { Up = 0 }, outer);
            }
            else
            {
                Reset(path, observed, path, path.IsAbsolute ? desiredRoot : desired);
            }
        }

        foreach (var path in facts.Mirrors)
        {
            SetWhereHostHas(path, desired, observed, after, static (_, _) => true);
        }

        foreach (var path in facts.Followers)
        {
            SetWhereHostHas(path, desired, observed, after, (owner, value) => before is not null && AreEqual(facts, path.Attribute, before, observed, value, owner));
        }

        foreach (var path in facts.Caps)
        {
            SetWhereHostHas(path, desired, observed, null, (_, value) =>
                after is not null && FieldValues.Number(value) is { } present && FieldValues.Number(after) is { } limit && present > limit);
        }
    }

    /// <summary>A whole tree is added: what any field in it resets elsewhere is reset.</summary>
    /// <param name="depth">How far below <paramref name="observedParent"/> the element comes to stand.</param>
    private void ApplyConsequencesOfAdded(FieldFacts facts, XElement desired, XElement owner, XElement observedParent, int depth)
    {
        foreach (var path in facts.Resets)
        {
            if (path.IsAbsolute)
            {
                Reset(path, observedRoot, path, desiredRoot);
            }
            else if (path.Up == depth)
            {
                Reset(path with { Up = 0 }, observedParent, path with { Up = 0 }, owner.Parent);
            }
        }

        foreach (var attribute in desired.Attributes())
        {
            foreach (var path in facts.Attribute(attribute.Name).Resets)
            {
                if (path.IsAbsolute)
                {
                    Reset(path, observedRoot, path, desiredRoot);
                }
                else if (path.Up == depth)
                {
                    Reset(path with { Up = 0 }, observedParent, path with { Up = 0 }, owner.Parent);
                }
            }
        }

        foreach (var child in desired.Elements())
        {
            ApplyConsequencesOfAdded(facts.Element(child.Name), child, owner, observedParent, depth + 1);
        }
    }

    /// <param name="desiredPath">The same place, from <paramref name="desired"/>.</param>
    private void Reset(FieldPath path, XElement observed, FieldPath desiredPath, XElement? desired)
    {
        var named = desired is null ? [] : desiredPath.ElementsIn(desired, isSparse: true).ToArray();
        foreach (var target in path.ElementsIn(observed))
        {
            if (path.Attribute is { } attribute)
            {
                if (target.Attribute(attribute) is not null && !named.Any(element => element.Attribute(attribute) is not null))
                {
                    Edits.SetAttribute(target, attribute, null);
                }
            }
            else if (named.Length > 0)
            {
                Edits.Replace(target, ProvisionNamespace.WithoutMarks(named[0]));
            }
            else
            {
                Edits.Remove(target);
            }
        }
    }

    private void SetWhereHostHas(FieldPath path, XElement? desired, XElement observed, string? value, Func<XElement, string, bool> applies)
    {
        if (desired is not null && path.ValueIn(desired) is not null)
        {
            return;
        }

        var target = path.ElementsIn(observed).FirstOrDefault();
        var present = path.Attribute is null ? target?.Value : target?.Attribute(path.Attribute)?.Value;
        if (target is null || present is null || !applies(target, present))
        {
            return;
        }

        if (path.Attribute is not null)
        {
            Edits.SetAttribute(target, path.Attribute, value);
        }
        else if (value is null)
        {
            Edits.Remove(target);
        }
        else
        {
            Edits.SetText(target, value);
            if (desired?.Attribute("unit") is { } unit)
            {
                Edits.SetAttribute(target, "unit", unit.Value);
            }
        }
    }

    private static readonly XElement s_nothing = new("nothing");
}
