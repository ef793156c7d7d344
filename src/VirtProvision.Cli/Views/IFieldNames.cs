using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;

namespace VirtProvision.Cli.Views;

/// <summary>Says a place in the XML in the spec's words.</summary>
internal interface IFieldNames
{
    /// <summary><c>disks[root].cache</c> for <c>devices/disk[root]/driver/@cache</c>; the XML path itself where the vocabulary has no word.</summary>
    string NameOf(ResourceId id, XmlPath path);
}
