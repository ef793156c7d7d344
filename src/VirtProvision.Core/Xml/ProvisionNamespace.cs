using System.Xml.Linq;

namespace VirtProvision.Core.Xml;

/// <summary>Our own names in XML: the memory kept in <c>&lt;metadata&gt;</c>, and marks on sparse XML that never reach libvirt.</summary>
public static class ProvisionNamespace
{
    public static readonly XNamespace Name = "urn:virtprovision:v1";

    public const string Prefix = "vp";

    /// <summary>The element under <c>&lt;metadata&gt;</c> that holds what we remember of an object.</summary>
    public static readonly XName Resource = Name + "resource";

    public static readonly XName LastApplied = Name + "lastApplied";

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

    public static bool IsAbsent(XElement element) => element.Attribute(Absent) is not null;

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
            if (node is not XElement child)
            {
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
