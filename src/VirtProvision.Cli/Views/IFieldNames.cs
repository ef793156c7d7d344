using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;

namespace VirtProvision.Cli.Views;

/// <summary>Says a place in the XML in the spec's words.</summary>
internal interface IFieldNames
{
    /// <summary><c>disks[root].cache</c> for <c>devices/disk[root]/driver/@cache</c>; the XML path itself where the vocabulary has no word.</summary>
    string NameOf(ResourceId id, XmlPath path);

    /// <summary>A value as a spec would write it: <c>2GiB</c> for <c>2097152</c> where the unit is KiB.</summary>
    string ValueOf(ResourceId id, XmlPath path, string value);
}
