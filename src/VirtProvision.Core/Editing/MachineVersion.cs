using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Editing;

/// <summary>The version in a machine type: <c>pc-q35-7.2</c> is a <c>q35</c>.</summary>
internal static class MachineVersion
{
    public static void Refresh(XElement domain, RefreshMachine refresh, string name, DiagnosticBag findings)
    {
        if (domain.Element("os")?.Element("type")?.Attribute("machine") is not { } machine)
        {
            return;
        }

        if (AliasOf(machine.Value, refresh.Aliases) is { } alias)
        {
            machine.Value = alias;
        }
        else
        {
            findings.Add(EditDiagnostics.NoDefaultMachine(refresh.Span, name, machine.Value));
        }
    }

    public static bool IsQ35(string machine) => machine is "q35" || machine.StartsWith("pc-q35", StringComparison.Ordinal);

    public static bool IsI440fx(string machine) => machine is "pc" || machine.StartsWith("pc-i440fx", StringComparison.Ordinal) || (machine.StartsWith("pc-", StringComparison.Ordinal) && machine.Length > 3 && char.IsAsciiDigit(machine[3]));

    // The longest that it begins with: s390-ccw-virtio of s390-ccw-virtio-9.1.
    private static string? AliasOf(string machine, ImmutableArray<string> aliases) =>
        IsQ35(machine) ? "q35"
        : IsI440fx(machine) ? "pc"
        : aliases.Where(alias => machine == alias || machine.StartsWith(alias + "-", StringComparison.Ordinal)).MaxBy(static alias => alias.Length);
}
