using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>A user's own templates: the files of a folder by their path below it, as under <c>schemas/</c>.</summary>
public static class TemplateFolder
{
    private const string Extension = ".sbn";

    // Those of the kinds, and that of the answer files of unattended installations.
    private static readonly ImmutableArray<string> s_folders = [.. ResourceKind.All.Select(static kind => kind.Folder), "unattended"];

    /// <summary>What can be read; anything else is reported.</summary>
    public static TemplateFiles Read(string folder, DiagnosticBag diagnostics)
    {
        try
        {
            var files = ImmutableDictionary.CreateBuilder<string, SourceFile>();
            foreach (var path in Directory.EnumerateFiles(folder, $"*{Extension}", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var name = Path.GetRelativePath(folder, path);
                if (!s_folders.Any(kind => name.StartsWith(kind + '/', StringComparison.Ordinal)))
                {
                    diagnostics.Add(WorkspaceDiagnostics.TemplateOfNoKind(path, string.Join(", ", s_folders)));
                }

                files.Add(name, new SourceFile(path, File.ReadAllText(path)));
            }

            if (files.Count is 0)
            {
                diagnostics.Add(WorkspaceDiagnostics.NoTemplates(folder));
            }

            return new TemplateFiles(files.ToImmutable());
        }
        catch (DirectoryNotFoundException)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotFound(folder, nearest: null));
        }
        catch (UnauthorizedAccessException)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotPermitted(folder));
        }
        catch (IOException exception)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotReadable(folder, exception.Message));
        }

        return TemplateFiles.Embedded;
    }
}
