using System.Text;
using System.Xml;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Resources;

/// <summary>What libvirt, the files it makes of a name, and XML allow for the name of a resource.</summary>
public static class ResourceName
{
    // A file name has 255 bytes; libvirt appends at most ".addnhosts.new" to the name of a network and less to others'.
    private const int MaxBytes = 240;
    private const int MaxVolumeBytes = 255;

    /// <summary>What is wrong with a name, or null.</summary>
    public static Diagnostic? Check(ResourceKind kind, ScalarNode name) =>
        WhyInvalid(kind, name.Text) is { } why ? ResourceDiagnostics.InvalidName(name.Span, kind, why) : null;

    /// <summary>Half a sentence on what is wrong with a name, or null.</summary>
    public static string? WhyInvalid(ResourceKind kind, string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return "it is empty";
        }

        if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
        {
            return "it begins or ends with a space";
        }

        if (name is "." or "..")
        {
            return "it means a folder";
        }

        foreach (var c in name)
        {
            if (c is '/')
            {
                return "it holds a /, and libvirt makes file names of it";
            }

            if (char.IsControl(c) || (!XmlConvert.IsXmlChar(c) && !char.IsSurrogate(c)))
            {
                return $"it holds the character U+{(int)c:X4}, which libvirt's XML cannot carry";
            }
        }

        var longest = kind == ResourceKind.StorageVolume ? MaxVolumeBytes : MaxBytes;
        var bytes = Encoding.UTF8.GetByteCount(name);
        return bytes > longest ? $"it has {bytes} bytes, and {longest} is the most that fits into the names of libvirt's files" : null;
    }
}
