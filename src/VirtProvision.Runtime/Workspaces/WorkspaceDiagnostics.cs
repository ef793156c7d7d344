using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>What can be wrong with the files of a run: VP1001–VP1009.</summary>
public static class WorkspaceDiagnostics
{
    public static Diagnostic NotFound(string path, string? nearest) => Error("VP1001", null,
        "No such file",
        $"{path} does not exist." + Nearest.DidYouMean(nearest));

    public static Diagnostic NotPermitted(string path) => Error("VP1002", null,
        "File not permitted",
        $"{path} may not be read by this user. Give the user permission, or run as one that has it.");

    public static Diagnostic NotReadable(string path, string why) => Error("VP1003", null,
        "File not readable",
        $"{path} cannot be read: {why.TrimEnd('.')}.");

    public static Diagnostic NoSpecs(string path) => Error("VP1004", null,
        "Folder without specs",
        $"{path} holds no .yaml, .yml or .json file, nor does a folder below it. Hidden files and folders are left out.");

    public static Diagnostic NoMatch(string pattern) => Error("VP1005", null,
        "Pattern matches nothing",
        $"No file or folder matches {pattern}. * and ? stand for characters of one name, ** for any folders.");

    public static Diagnostic NoTemplates(string folder) => Error("VP1007", null,
        "Folder without templates",
        $"{folder} holds no .sbn file. A template has the path of the one that it replaces, such as domain/devices/disk.xml.sbn.");

    public static Diagnostic TemplateOfNoKind(string path, string folders) => Warning("VP1008", null,
        "Template that nothing uses",
        $"{path} takes the place of no template. Below a folder of templates there are {folders}.");

    public static Diagnostic NoPaths() => Error("VP1006", null,
        "No specs",
        "Name at least one spec file or folder, or - for standard input.");
}
