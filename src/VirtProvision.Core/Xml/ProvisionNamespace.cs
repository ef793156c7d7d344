using System.Xml.Linq;

namespace VirtProvision.Core.Xml;

/// <summary>Our own names in XML: the memory kept in <c>&lt;metadata&gt;</c>, and marks on sparse XML that never reach libvirt.</summary>
public static class ProvisionNamespace
{
    public static readonly XNamespace Name = "urn:virtprovision:v1";

    public const string Prefix = "vp";

    /// <summary>The element under <c>&lt;metadata&gt;</c> that holds what we remember of an object.</summary>
    public static readonly XName Resource = Name + "resource";

    /// <summary>
    /// Of patches, which is another namespace: libvirt keeps one element of each in <c>&lt;metadata&gt;</c> and silently drops the rest.
    /// https://libvirt.org/formatdomain.html#general-metadata
    /// </summary>
    public static readonly XNamespace PatchesName = "urn:virtprovision:patches:v1";

    public const string PatchesPrefix = "vpp";

    /// <summary>The element under <c>&lt;metadata&gt;</c> that holds what we remember of patches.</summary>
    public static readonly XName Patches = PatchesName + "patches";

    public static readonly XName LastApplied = Name + "lastApplied";

    /// <summary><c>&lt;vp:label name="tier"&gt;web&lt;/vp:label&gt;</c>: a label of the spec, so that domains can be chosen by it without the spec.</summary>
    public static readonly XName Label = Name + "label";

    /// <summary><c>vp:keep="true"</c>: the element means something though it is empty; the renderer strips the mark.</summary>
    public static readonly XName Keep = Name + "keep";

    /// <summary><c>vp:edits="{{ disk.xml }}"</c> of a template: edits by XPath of the element that comes out.</summary>
    public static readonly XName Edits = Name + "edits";

    /// <summary><c>vp:absent="true"</c> on an element of sparse XML: whatever on the host matches it is to be removed.</summary>
    public static readonly XName Absent = Name + "absent";

    /// <summary><c>vp:absentAttributes="cache io"</c>: these attributes of the element are to be removed.</summary>
    public static readonly XName AbsentAttributes = Name + "absentAttributes";

    /// <summary><c>vp:carrier="true"</c>: the element is there only for what is absent in it; libvirt need not be given it.</summary>
    public static readonly XName Carrier = Name + "carrier";

    /// <summary><c>vp:position="2"</c>: the element is the third of its list, whatever is in it. Only on the XML of edits, which speak of what is there already.</summary>
    public static readonly XName Position = Name + "position";

    /// <summary>Whether it is memory of ours and no part of what people configure.</summary>
    public static bool IsOurs(XName name) => name.Namespace == Name || name.Namespace == PatchesName;

    public static bool IsAbsent(XElement element) => element.Attribute(Absent) is not null;

    /// <summary>Whether nothing of the element would be given to libvirt.</summary>
    public static bool IsBareCarrier(XElement element) => element.Attribute(Carrier) is not null
        && element.Attributes().All(static attribute => attribute.Name.Namespace == Name || attribute.IsNamespaceDeclaration)
        && element.Nodes().All(static node => node is XElement child && (IsAbsent(child) || IsBareCarrier(child)));

    /// <summary>A copy in which people can read what has to go: our prefix, and no marks of the machinery.</summary>
    public static XElement WithReadableMarks(XElement element)
    {
        var copy = new XElement(element);
        copy.SetAttributeValue(XNamespace.Xmlns + Prefix, copy.DescendantsAndSelf().Attributes().Any(static mark => mark.Name == Absent || mark.Name == AbsentAttributes) ? Name.NamespaceName : null);
        copy.DescendantsAndSelf().Attributes(Carrier).Remove();
        return copy;
    }

    /// <summary>A copy without our marks: fit to be given to libvirt. Elements marked absent are left out.</summary>
    public static XElement WithoutMarks(XElement element)
    {
        var copy = new XElement(element.Name);
        foreach (var attribute in element.Attributes())
        {
            if (attribute.Name.Namespace != Name && !(attribute.IsNamespaceDeclaration && attribute.Value == Name.NamespaceName))
            {
                copy.Add(new XAttribute(attribute));
            }
        }

        foreach (var node in element.Nodes())
        {
            if (node is not XElement child || IsOurs(child.Name))
            {
                // The marks in a memory are what it remembers.
                copy.Add(node);
            }
            else if (!IsAbsent(child) && WithoutMarks(child) is var unmarked && (child.Attribute(Carrier) is null || unmarked.HasAttributes || unmarked.FirstNode is not null))
            {
                copy.Add(unmarked);
            }
        }

        return copy;
    }
}
