using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime;

/// <summary>Writes exported specs as files, one for each.</summary>
public static class ExportFolder
{
    /// <summary>The paths, relative to the folder. Nothing is written when a file is there already that says something else.</summary>
    /// <param name="isForced">Such files are replaced.</param>
    public static ImmutableArray<string> Write(string folder, ImmutableArray<ExportedResource> resources, bool isForced, DiagnosticBag diagnostics)
    {
        var files = resources.Select(static resource => (Name: FileOf(resource), Text: resource.ToYaml())).ToImmutableArray();
        try
        {
            foreach (var (name, text) in files)
            {
                var path = Path.Combine(folder, name);
                if (!isForced && File.Exists(path) && File.ReadAllText(path) != text)
                {
                    diagnostics.Add(ExportDiagnostics.FileExists(path));
                }
            }

            if (diagnostics.HasErrors)
            {
                return [];
            }

            foreach (var (name, text) in files)
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(ExportDiagnostics.CannotWrite(folder, exception.Message));
            return [];
        }

        return [.. files.Select(static file => file.Name)];
    }

    /// <summary><c>domain/web01.yaml</c>, of several hosts <c>node1/domain/web01.yaml</c>, <c>storagevolume/images/root.qcow2.yaml</c>: what a shell, a URL or a file system takes for something else is escaped as in URLs.</summary>
    private static string FileOf(ExportedResource resource)
    {
        var id = resource.Id;
        var folder = $"{(resource.Host is { } host ? $"{Escape(host)}/" : "")}{id.Kind.Name.ToLowerInvariant()}";
        return id.Pool is null ? $"{folder}/{Escape(id.Name)}.yaml" : $"{folder}/{Escape(id.Pool)}/{Escape(id.Name)}.yaml";
    }

    private static string Escape(string name)
    {
        var text = new StringBuilder();
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' or '+' or '@' or ',' or '=' or ':' || (rune.Value is '.' && text.Length > 0))
            {
                text.Append(rune);
                continue;
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                text.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
            }
        }

        // With its ending it must fit into the 255 bytes of a file name.
        return Encoding.UTF8.GetByteCount(text.ToString()) <= 240 ? text.ToString() : $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }
}
