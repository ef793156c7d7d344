using System.Reflection;

namespace VirtProvision.Core.Kinds;

/// <summary>The files under <c>schemas/</c>, carried inside the assembly under their relative path.</summary>
public static class KindFiles
{
    private static readonly Assembly s_assembly = typeof(KindFiles).Assembly;

    /// <summary>Relative paths of every file, such as <c>domain/devices/disk.xml.sbn</c>.</summary>
    public static IEnumerable<string> Paths => s_assembly.GetManifestResourceNames();

    /// <summary>The text of a file, or null when there is none of that path.</summary>
    public static string? Read(string path)
    {
        using var stream = s_assembly.GetManifestResourceStream(path);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The path that a relative one means in a folder, or one that no file has when it leads out of <c>schemas/</c>.</summary>
    public static string Resolve(string folder, string relative)
    {
        var steps = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in relative.Split('/'))
        {
            if (step is "..")
            {
                if (steps.Count is 0)
                {
                    return relative;
                }

                steps.RemoveAt(steps.Count - 1);
            }
            else if (step is not ("." or ""))
            {
                steps.Add(step);
            }
        }

        return string.Join('/', steps);
    }
}
