using System.Xml.Linq;
using VirtProvision.Core.Seeding;

namespace VirtProvision.Core.Cloning;

/// <summary>A guest that is to say who it is, and the ways in which it can.</summary>
/// <param name="Domain">Its name on the host.</param>
/// <param name="IsToldToReport">It has our user data, and prints a report at the end of its first start.</param>
/// <param name="HasConsole">A serial console that can be read.</param>
/// <param name="HasAgent">A channel for the guest agent; whether an agent is there shows when it answers.</param>
public sealed record AskedGuest(string Domain, bool IsToldToReport, bool HasConsole, bool HasAgent)
{
    /// <summary>The host name it should have; null where nobody says.</summary>
    public string? HostName { get; init; }

    public bool CanAnswer => HasAgent || (HasConsole && IsToldToReport);

    /// <param name="isFresh">Its host name is made of the domain's.</param>
    public static AskedGuest Of(string name, XElement domain, bool isFresh, bool isToldToReport)
    {
        var devices = domain.Element("devices");

        // libvirt opens the first console, which is the first serial port under another name; only pseudo-terminals can be opened.
        var console = devices?.Elements("serial").FirstOrDefault() ?? devices?.Elements("console").FirstOrDefault();
        return new AskedGuest(
            name,
            isToldToReport,
            HasConsole: console?.Attribute("type")?.Value is "pty",
            HasAgent: devices?.Elements("channel").Any(static channel => channel.Element("target")?.Attribute("name")?.Value is "org.qemu.guest_agent.0") is true)
        {
            HostName = isFresh ? new SeedGuest(name, null).HostName : null,
        };
    }
}
