using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Runtime.Applying;

/// <summary>Carries single fields of a device from its new persistent XML into the XML of the running one, which stays as libvirt wrote it elsewhere.</summary>
internal static class DeviceEdit
{
    public static void Carry(XElement from, XElement to, ReadOnlySpan<XmlStep> field)
    {
        for (var i = 0; i < field.Length; i++)
        {
            var name = field[i].Name;
            if (name[0] == '@')
            {
                to.SetAttributeValue(XName.Get(name[1..]), from.Attribute(XName.Get(name[1..]))?.Value);
                return;
            }

            var source = from.Element(XName.Get(name));
            var target = to.Element(XName.Get(name));
            if (source is null)
            {
                target?.Remove();
                return;
            }

            if (target is null)
            {
                to.Add(new XElement(source));
                return;
            }

            if (i == field.Length - 1 || field[i].Key is not null)
            {
                target.ReplaceWith(new XElement(source));
                return;
            }

            (from, to) = (source, target);
        }
    }
}
