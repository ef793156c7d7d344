using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Writes the files of a snapshot. <c>host.json</c> makes a folder a snapshot, so it goes first and comes last.</summary>
/// <param name="isPrivate">Only this user may read them.</param>
internal sealed class SnapshotFolderWriter(string folder, bool isPrivate)
{
    // What a snapshot consists of; all else in the folder is somebody else's.
    private static readonly string[] s_folders = ["domains", "networks", "pools", "volumes", SnapshotLayout.NodeDevices, SnapshotLayout.MachinesFolder];
    private static readonly string[] s_files = [SnapshotLayout.HostFile, SnapshotLayout.Capabilities, SnapshotLayout.DomainCapabilities];

    public int Written { get; private set; }

    public static bool IsEmpty(string folder) => !Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>Makes the folder, and takes an earlier snapshot out of it.</summary>
    public void Begin()
    {
        if (File.Exists(Path.Combine(folder, SnapshotLayout.HostFile)))
        {
            Array.ForEach(s_files, file => File.Delete(Path.Combine(folder, file)));
            foreach (var old in s_folders.Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
            {
                Directory.Delete(old, recursive: true);
            }
        }

        MakeFolder(folder);
    }

    public void Write(string file, XElement xml) => Write(file, XmlText.Write(xml) + "\n");

    public void Write(string file, string text)
    {
        var path = Path.Combine(folder, file);
        MakeFolder(Path.GetDirectoryName(path)!);
        // A file that is there keeps its permissions, whatever is asked for.
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
        Written++;
    }

    private void MakeFolder(string path)
    {
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else
        {
            Directory.CreateDirectory(path);
        }
    }
}
