using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Cloning;

/// <summary>Something that only one guest should have, and the domains that have it.</summary>
/// <param name="What">In libvirt's words: <c>MAC address</c>.</param>
public sealed record SharedIdentity(string What, string Value, ImmutableArray<string> Domains);

/// <summary>What domains of a host have in common that each should have alone: mostly the traces of copies made by hand. Pure.</summary>
public static class IdentityLint
{
    /// <summary>By kind, then by value.</summary>
    public static ImmutableArray<SharedIdentity> Find(IEnumerable<HostDomain> domains, ImageGraph images)
    {
        var claims = domains.SelectMany(domain => Claims(domain.Xml, images).Distinct().Select(claim => (claim.What, claim.Value, domain.Name)));
        return
        [
            .. claims.GroupBy(static claim => (claim.What, claim.Value))
                .Where(static group => group.Count() > 1)
                .Select(static group => new SharedIdentity(group.Key.What, group.Key.Value, [.. group.Select(static claim => claim.Name).Order(StringComparer.Ordinal)]))
                .OrderBy(static shared => shared.What, StringComparer.Ordinal).ThenBy(static shared => shared.Value, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<(string What, string Value)> Claims(XElement domain, ImageGraph images)
    {
        if (domain.Element("genid")?.Value.Trim() is { Length: > 0 } generation)
        {
            yield return ("VM generation ID", generation.ToLowerInvariant());
        }

        foreach (var entry in domain.Elements("sysinfo").Elements("system").Elements("entry").Where(static entry => entry.Attribute("name")?.Value is "uuid"))
        {
            yield return ("SMBIOS UUID", entry.Value.Trim().ToLowerInvariant());
        }

        if (new CloneSource(domain).Nvram is { } nvram)
        {
            yield return ("file of firmware variables", nvram);
        }

        foreach (var claim in domain.Element("devices") is { } devices ? DeviceClaims(devices, images) : [])
        {
            yield return claim;
        }
    }

    private static IEnumerable<(string What, string Value)> DeviceClaims(XElement devices, ImageGraph images)
    {
        foreach (var disk in devices.Elements("disk").Where(IsWritten))
        {
            if (images.PathOf(disk) is { } path)
            {
                yield return ("disk that is written to", path);
            }
        }

        foreach (var card in devices.Elements("interface"))
        {
            if (card.Element("mac")?.Attribute("address")?.Value is { } mac)
            {
                yield return ("MAC address", mac.ToLowerInvariant());
            }

            if (card.Element("virtualport")?.Element("parameters")?.Attribute("interfaceid")?.Value is { } port)
            {
                yield return ("interface ID", port.ToLowerInvariant());
            }
        }

        foreach (var graphics in devices.Elements("graphics"))
        {
            foreach (var port in CloneDevices.FixedPorts(graphics))
            {
                yield return ("port of a display", port);
            }
        }

        foreach (var file in CloneDevices.Files(devices))
        {
            yield return ("file or socket of a console", file.Value);
        }

        foreach (var cid in devices.Elements("vsock").Elements("cid").Where(static cid => cid.Attribute("auto")?.Value is not "yes").Select(static cid => cid.Attribute("address")?.Value).OfType<string>())
        {
            yield return ("VSOCK address", cid);
        }
    }

    private static bool IsWritten(XElement disk) =>
        disk.Attribute("device")?.Value is null or "disk" or "lun" && disk.Element("readonly") is null && disk.Element("shareable") is null && disk.Element("transient") is null;
}
