using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Installing;

/// <summary>The disk of a new domain that names none: as large as its system is said to want.</summary>
public static class FirstDisk
{
    private const int OfMinimum = 2;

    /// <param name="isContainer">A container lives in folders of its host.</param>
    public static MappingNode Put(MappingNode spec, OsFacts system, string arch, bool isContainer, DiagnosticBag diagnostics)
    {
        if (isContainer || spec["disks"] is not null || spec.TextOf("defaults") is not "desktop")
        {
            return spec;
        }

        if ((system.Recommended(arch).Storage ?? system.Minimum(arch).Storage * OfMinimum) is not { } size)
        {
            diagnostics.Add(InstallDiagnostics.NoDisk(spec.Span));
            return spec;
        }

        var disk = MappingNode.Empty(spec.Span).With("size", ScalarNode.String(spec.Span, string.Create(CultureInfo.InvariantCulture, $"{size}B")));
        return spec.With("disks", new SequenceNode(spec.Span, [disk]));
    }
}
