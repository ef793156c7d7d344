using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing;

/// <summary>A container sees a file system at a path of its own; a machine only gets a name for it.</summary>
public static class ContainerFolders
{
    public static void Check(MappingNode spec, DiagnosticBag diagnostics)
    {
        if ((spec["boot"] as MappingNode)?.TextOf("osType") is not "exe" || spec["filesystems"] is not SequenceNode list)
        {
            return;
        }

        foreach (var target in list.Items.OfType<MappingNode>().Select(TargetOf).OfType<ScalarNode>().Where(static target => !target.Text.StartsWith('/')))
        {
            diagnostics.Add(InstallDiagnostics.FolderNotAbsolute(target.Span, target.Text));
        }
    }

    private static ScalarNode? TargetOf(MappingNode filesystem) => filesystem["target"] switch
    {
        ScalarNode text => text,
        MappingNode target => target["dir"] as ScalarNode,
        _ => null,
    };
}
