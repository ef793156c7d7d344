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
}
