using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Resources;

/// <summary>What a schema can't say of patches.</summary>
internal static class PatchSpecs
{
    // Of a disk, these would make storage for every domain that matches.
    private static readonly string[] s_storage = ["size", "from"];

    public static void Check(ResourceSpec patch, DiagnosticBag diagnostics)
    {
        DomainMatch.Of(patch, diagnostics);
        foreach (var disk in ((patch.Spec["patch"] as MappingNode)?["disks"] as SequenceNode)?.Items.OfType<MappingNode>() ?? [])
        {
            foreach (var entry in disk.Entries.Where(static entry => s_storage.Contains(entry.Key.Text)))
            {
                diagnostics.Add(ResourceDiagnostics.PatchMakesStorage(entry.Key.Span, entry.Key.Text));
            }
        }
    }
}
