using System.Xml.Linq;

namespace VirtProvision.Core.Exporting;

/// <summary>Where libvirt puts a disk on its controller by the target's name (virDomainDiskDefAssignAddress): <c>sdb</c> is the second of the first controller.</summary>
internal static class DriveAddress
{
    public static bool FollowsFromTarget(XElement address)
    {
        if (address.Parent is not { Name.LocalName: "disk" } disk || disk.Element("target") is not { } target || Index(target.Attribute("dev")?.Value) is not { } index)
        {
            return false;
        }

        (int Controller, int Bus, int Unit)? place = target.Attribute("bus")?.Value switch
        {
            "ide" => (index / 4, index % 4 / 2, index % 2),
            // The controller itself is the seventh unit.
            "scsi" => (index / 15, 0, index % 15 is var unit and >= 7 ? unit + 1 : index % 15),
            "sata" => (index / 6, 0, index % 6),
            "fdc" => (index / 2, 0, index % 2),
            _ => null,
        };
        return place is { } expected
            && Is(address, "controller", expected.Controller) && Is(address, "bus", expected.Bus) && Is(address, "target", 0) && Is(address, "unit", expected.Unit);
    }

    private static bool Is(XElement address, string attribute, int value) =>
        (address.Attribute(attribute)?.Value ?? "0") == value.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>sda</c> is 0, <c>sdz</c> 25, <c>sdaa</c> 26.</summary>
    private static int? Index(string? device)
    {
        if (device is null || device.Length is < 3 or > 5)
        {
            return null;
        }

        var index = 0;
        foreach (var letter in device.AsSpan(2))
        {
            if (letter is < 'a' or > 'z')
            {
                return null;
            }

            index = (index * 26) + letter - 'a' + 1;
        }

        return index - 1;
    }
}
