using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing;

/// <summary>Tells of memory that is most likely not what was meant: too little for any guest, or for the system at hand.</summary>
public static class GuestMemory
{
    private const long Mebibyte = 1024 * 1024;

    // Less than this no system of today starts with; 2 is meant to be GiB.
    private const long Least = 32;

    /// <param name="domain">Rendered: its memory is in KiB where it says no unit.</param>
    public static void Check(XElement domain, OsFacts system, string arch, TextSpan span, DiagnosticBag diagnostics)
    {
        if (domain.Element("memory") is not { } memory || memory.Attribute("unit")?.Value is not (null or "KiB")
            || !long.TryParse(memory.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var kibibytes))
        {
            return;
        }

        var mebibytes = kibibytes / 1024;
        var minimum = system.Minimum(arch).Ram / Mebibyte;
        if (mebibytes < Least)
        {
            diagnostics.Add(InstallDiagnostics.LittleMemory(span, mebibytes, null, null));
        }
        else if (mebibytes < minimum)
        {
            diagnostics.Add(InstallDiagnostics.LittleMemory(span, mebibytes, system.Name, minimum));
        }
    }
}
