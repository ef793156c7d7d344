using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Comparison;

/// <summary>Attributes and text.</summary>
internal sealed partial class ElementComparer
{
    private void CompareAttributes(FieldFacts facts, XElement? last, XElement desired, XElement observed)
    {
        for (var attribute = desired.FirstAttribute; attribute is not null; attribute = attribute.NextAttribute)
        {
            if (attribute.Name.Namespace == ProvisionNamespace.Name)
            {
                if (attribute.Name == ProvisionNamespace.AbsentAttributes)
                {
                    RemoveNamedAttributes(facts, attribute.Value, observed);
                }
            }
            else if (!attribute.IsNamespaceDeclaration && !(facts.Transform is ValueTransform.Size && attribute.Name.LocalName == "unit"))
            {
                var own = facts.Attribute(attribute.Name);
                CompareValue(own, attribute.Name, attribute.Value, observed.Attribute(attribute.Name)?.Value,
                    last?.Attribute(attribute.Name)?.Value, last, desired, observed);
            }
        }

        for (var attribute = Disowns ? last?.FirstAttribute : null; attribute is not null; attribute = attribute.NextAttribute)
        {
            if (!attribute.IsNamespaceDeclaration && desired.Attribute(attribute.Name) is null
                && !(facts.Transform is ValueTransform.Size && attribute.Name.LocalName == "unit"))
            {
                DisownAttribute(facts.Attribute(attribute.Name), attribute, observed, desired);
            }
        }
    }

    private void RemoveNamedAttributes(FieldFacts facts, string names, XElement observed)
    {
        foreach (var name in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Name(observed, $"@{name}");
            if (observed.Attribute(name) is { } present)
            {
                RemoveAttribute(facts.Attribute(name), present, observed, desired: null, isDrift: false);
            }
        }
    }

    private void CompareText(FieldFacts facts, XElement? last, XElement desired, XElement observed)
    {
        if (desired.HasElements || desired.IsEmpty)
        {
            return;
        }

        var value = desired.Value;
        if (!string.IsNullOrWhiteSpace(value))
        {
            var present = observed.HasElements || string.IsNullOrWhiteSpace(observed.Value) ? null : observed.Value;
            CompareValue(facts, null, value, present, last is { HasElements: false } ? last.Value : null, last, desired, observed);
        }
    }

    /// <param name="name">The attribute, or null for the element's text.</param>
    private void CompareValue(FieldFacts facts, XName? name, string desired, string? observed, string? last, XElement? lastOwner, XElement desiredOwner, XElement observedOwner)
    {
        if (facts.IsReadOnly || (facts.Transform is ValueTransform.UserAlias && !UserAlias.Is(desired))
            || (name is not null && !facts.Ignored.IsEmpty && facts.IsIgnored(desiredOwner, observedOwner))
            || (IsPending && name is not null && facts.IsAssigned(desiredOwner, observedOwner)))
        {
            return;
        }

        Name(observedOwner, name is null ? "" : $"@{name}");
        if (facts.IsWriteOnly && observed is null)
        {
            if (_isMatching || (last is not null && SecretHash.AreSame(last, desired)))
            {
                return;
            }
        }
        else if (observed is null ? facts.IsElided(name is null ? desired.Trim() : desired) || IsDefault(facts, desired, desiredOwner, observedOwner)
            : AreEqual(facts, name, desired, desiredOwner, observed, observedOwner) || IsCapped(facts, desired, desiredOwner, observed, observedOwner)
            || (IsPending && facts.StartGrain > 1 && IsRounded(facts, desired, desiredOwner, observed, observedOwner)))
        {
            return;
        }

        if (IsProbing)
        {
            _differences++;
            return;
        }

        var isDrift = last is not null && lastOwner is not null
            && (facts.IsWriteOnly ? SecretHash.AreSame(last, desired) : AreEqual(facts, name, desired, desiredOwner, last, lastOwner));
        ReportValue(facts, name, observed, desired, isDrift, desiredOwner, observedOwner);
        if (IsEditing)
        {
            SetValue(facts, name, desired, desiredOwner, observedOwner);
            ApplyConsequences(facts, observed, desired, desiredOwner, observedOwner);
        }
    }

    private static bool AreEqual(FieldFacts facts, XName? name, string desired, XElement desiredOwner, string observed, XElement observedOwner)
    {
        if (facts.IsWriteOnly)
        {
            return SecretHash.AreSame(desired, observed);
        }

        if (facts.Transform is ValueTransform.Size)
        {
            return SizeValue.Bytes(facts, desiredOwner, desired) is { } wanted && SizeValue.Bytes(facts, observedOwner, observed) is { } present
                ? wanted == present
                : desired.Trim() == observed.Trim();
        }

        return name is null
            ? FieldValues.AreEqual(facts.Transform, desired, observed) || FieldValues.AreEqual(facts.Transform, desired.Trim(), observed.Trim())
            : FieldValues.AreEqual(facts.Transform, desired, observed);
    }

    /// <summary>The host leaves it out because it is what it would be anyway, and will be.</summary>
    private static bool IsDefault(FieldFacts facts, string desired, XElement desiredOwner, XElement observedOwner) =>
        facts.Default is { } path && path.ValueIn(observedOwner) is { } present
        && FieldValues.AreEqual(facts.Transform, desired, present)
        && (path.ValueIn(desiredOwner) is not { Length: > 0 } wanted || FieldValues.AreEqual(facts.Transform, desired, wanted));

    /// <summary>More was asked for than there is, and the host gave all there is.</summary>
    private bool IsCapped(FieldFacts facts, string desired, XElement desiredOwner, string observed, XElement observedOwner) =>
        facts.CappedBy is { } path && path.ElementsIn(observedOwner).FirstOrDefault() is { } limit
        && SizeValue.Bytes(facts, limit, limit.Value) is { } most
        && SizeValue.Bytes(facts, observedOwner, observed) == most
        && SizeValue.Bytes(facts, desiredOwner, desired) > most
        && !WillHaveRoom(facts, path, most, desiredOwner, limit);

    /// <summary>The limit is raised by the same spec.</summary>
    private bool WillHaveRoom(FieldFacts facts, FieldPath path, Int128 most, XElement desiredOwner, XElement limit) =>
        path.ElementsIn(desiredOwner).FirstOrDefault() is { } wanted
        && SizeValue.Bytes(facts, wanted, wanted.Value) > most
        && _root?.Element(limit.Name).IsIgnored(wanted, limit) is false;

    private static bool IsRounded(FieldFacts facts, string desired, XElement desiredOwner, string observed, XElement observedOwner) =>
        SizeValue.Bytes(facts, desiredOwner, desired) is { } bytes
        && SizeValue.Bytes(facts, observedOwner, observed) == (bytes + facts.StartGrain - 1) / facts.StartGrain * facts.StartGrain;

    private void SetValue(FieldFacts facts, XName? name, string value, XElement desiredOwner, XElement observedOwner)
    {
        if (name is null)
        {
            Edits.SetText(observedOwner, value);
        }
        else
        {
            Edits.SetAttribute(observedOwner, name, value);
        }

        if (facts.Transform is ValueTransform.Size)
        {
            Edits.SetAttribute(observedOwner, "unit", desiredOwner.Attribute("unit")?.Value);
        }
    }

    /// <summary>We applied this attribute and the spec no longer has it.</summary>
    private void DisownAttribute(FieldFacts facts, XAttribute last, XElement observed, XElement? desired)
    {
        if (facts.IsReadOnly || facts.IsRequired || (facts.Transform is ValueTransform.UserAlias && !UserAlias.Is(last.Value))
            || (IsPending && (facts.IsRuntime || facts.IsAssigned(desired, observed) || facts.IsElided(last.Value))))
        {
            return;
        }

        // What says the same as nothing need not go.
        if (observed.Attribute(last.Name) is { } present)
        {
            if (facts.IsElided(present.Value))
            {
                return;
            }

            var isDrift = !facts.IsWriteOnly && !AreEqual(facts, last.Name, last.Value, last.Parent!, present.Value, observed);
            RemoveAttribute(facts, present, observed, desired, isDrift);
        }
        else if (facts.IsWriteOnly)
        {
            // The host has it and does not show it; the dump that is written back does.
            Report(facts, last.Name, FieldChangeKind.Remove, Secret, null, isDrift: false, isSecret: true);
        }
    }

    private void RemoveAttribute(FieldFacts facts, XAttribute present, XElement observed, XElement? desired, bool isDrift)
    {
        if (IsProbing)
        {
            _differences++;
            return;
        }

        Report(facts, present.Name, FieldChangeKind.Remove, facts.IsWriteOnly ? Secret : Print(facts, present.Value, observed), null, isDrift, facts.IsWriteOnly);
        if (IsEditing)
        {
            Edits.SetAttribute(observed, present.Name, null);
            ApplyConsequences(facts, present.Value, null, desired, observed);
        }
    }

    /// <summary>Whether the element says nothing that the host would keep: all of it elided, assigned or empty.</summary>
    private static bool IsVacuous(FieldFacts facts, XElement element)
    {
        if (facts.IsReadOnly || ProvisionNamespace.IsAbsent(element) || ProvisionNamespace.IsBareCarrier(element) || (!facts.Ignored.IsEmpty && facts.IsIgnored(element, null)))
        {
            return true;
        }

        var isBare = true;
        for (var attribute = element.FirstAttribute; attribute is not null; attribute = attribute.NextAttribute)
        {
            if (attribute.IsNamespaceDeclaration || attribute.Name.Namespace == ProvisionNamespace.Name)
            {
                continue;
            }

            isBare = false;
            var own = facts.Attribute(attribute.Name);
            if (!own.IsReadOnly && !own.IsIgnored(element, null) && !own.IsElided(attribute.Value)
                && !(own.Transform is ValueTransform.UserAlias && !UserAlias.Is(attribute.Value))
                && !(facts.Transform is ValueTransform.Size && attribute.Name.LocalName == "unit"))
            {
                return false;
            }
        }

        foreach (var child in element.Elements())
        {
            isBare = false;
            if (!IsVacuous(facts.Element(child.Name), child))
            {
                return false;
            }
        }

        if (element.HasElements)
        {
            return true;
        }

        var text = element.Value.Trim();
        return text.Length > 0 ? facts.IsElided(text) : !isBare || facts.IsElided("");
    }
}
