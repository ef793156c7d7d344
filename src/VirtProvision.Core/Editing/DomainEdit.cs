using System.Xml.Linq;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Editing;

/// <summary>One thing to do to the XML of a domain that exists. It can be done again, to the XML as it is by then.</summary>
/// <param name="Span">The option that asks for it.</param>
public abstract record DomainEdit(TextSpan Span);

/// <summary>Changes elements that are there: those that the selector chooses, or the part of the domain that the option is about.</summary>
public sealed record ChangeElements(OptionWords Words, ElementSelector Selector) : DomainEdit(Words.Span);

/// <summary>Takes elements out.</summary>
public sealed record RemoveElements(OptionWords Words, ElementSelector Selector) : DomainEdit(Words.Span);

/// <summary>Puts elements in that were decided for this domain.</summary>
/// <param name="Parent">The element below the domain in which they stand; null for the domain itself.</param>
public sealed record AddElements(TextSpan Span, string? Parent, ImmutableArray<XElement> Elements) : DomainEdit(Span);

/// <summary>Writes down which operating system the guest has.</summary>
/// <param name="OsId">osinfo-db's id.</param>
public sealed record SetSystem(TextSpan Span, string OsId) : DomainEdit(Span);

/// <summary>Exchanges the version of a machine type by the name that stands for the newest.</summary>
/// <param name="Aliases">Names that stand for the newest version: <c>q35</c>, <c>pc</c>, <c>virt</c>.</param>
public sealed record RefreshMachine(TextSpan Span, ImmutableArray<string> Aliases) : DomainEdit(Span);

/// <summary>Makes a PC of the i440FX kind one with PCI Express.</summary>
/// <param name="RootPorts">How many PCIe root ports it gets to plug devices into.</param>
public sealed record ConvertToQ35(TextSpan Span, int RootPorts) : DomainEdit(Span)
{
    public const int UsualRootPorts = 14;
}

/// <summary>Shows the guest's screen by VNC alone: SPICE goes, with the devices that only it serves.</summary>
/// <param name="WithAgent">QEMU itself serves the channel of the SPICE agent, for the clipboard.</param>
/// <param name="VideoModel">The video card of a domain that has none, or one that only SPICE makes sense of.</param>
public sealed record ConvertToVnc(TextSpan Span, bool WithAgent, string VideoModel) : DomainEdit(Span);
