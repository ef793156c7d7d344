using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Exporting;

/// <summary>The part of an object's XML that a spec has to say.</summary>
public static class HostXml
{
    /// <summary>Without what is no part of the object's configuration: secrets, and our own memory of it.</summary>
    /// <param name="secrets">Takes where a secret stood.</param>
    public static XElement Full(KindFacts facts, XElement xml, ICollection<XmlPath> secrets)
    {
        var copy = new XElement(xml);
        if (copy.Element("metadata") is { } metadata && (metadata.Element(ProvisionNamespace.Resource) ?? metadata.Element(ProvisionNamespace.Patches)) is not null)
        {
            metadata.Elements(ProvisionNamespace.Resource).Remove();
            metadata.Elements(ProvisionNamespace.Patches).Remove();
            if (!metadata.HasElements)
            {
                metadata.Remove();
            }
        }

        TakeSecrets(facts.Root, copy, XmlPath.Root, secrets);
        return copy;
    }

    /// <summary>Whether a secret can stand in it that a look without them does not show.</summary>
    public static bool HasRoomForSecrets(KindFacts facts, XElement xml) => HasRoom(facts.Root, xml);

    /// <summary>Of <see cref="Full"/>, without what the host would give by itself to an object that is made without.</summary>
    public static XElement Needed(KindFacts facts, XElement full)
    {
        var copy = new XElement(full);
        var given = new List<XObject>();
        new GivenFields(copy).Find(facts.Root, given);
        foreach (var field in given.Distinct())
        {
            var owner = field.Parent;
            Remove(field);

            // What held nothing else need not be said either.
            while (owner is { Parent: { } above, HasAttributes: false, HasElements: false } && string.IsNullOrWhiteSpace(owner.Value))
            {
                owner.Remove();
                owner = above;
            }
        }

        return copy;
    }

    // Cookies, two steps below a source, belong to one that is reached by a protocol.
    private static bool HasRoom(FieldFacts facts, XElement element) =>
        facts.Attributes.Values.Any(static attribute => attribute.IsWriteOnly)
        || facts.Elements.Values.Any(child => child.IsWriteOnly || (element.Attribute("protocol") is not null && child.Elements.Values.Any(static grandchild => grandchild.IsWriteOnly)))
        || element.Elements().Any(child => HasRoom(facts.Element(child.Name), child));

    private static void TakeSecrets(FieldFacts facts, XElement element, XmlPath path, ICollection<XmlPath> secrets)
    {
        foreach (var attribute in element.Attributes().Where(attribute => facts.Attribute(attribute.Name).IsWriteOnly).ToArray())
        {
            secrets.Add(path.Child($"@{attribute.Name.LocalName}"));
            attribute.Remove();
        }

        foreach (var child in element.Elements().ToArray())
        {
            var known = facts.Element(child.Name);
            var below = path.Child(child.Name.LocalName, ItemLabel.KeyOf(known, child));
            if (known.IsWriteOnly)
            {
                secrets.Add(below);
                child.Remove();
            }
            else
            {
                TakeSecrets(known, child, below, secrets);
            }
        }
    }

    private static void Remove(XObject field)
    {
        if (field is XAttribute attribute)
        {
            attribute.Remove();
        }
        else
        {
            ((XElement)field).Remove();
        }
    }
}
