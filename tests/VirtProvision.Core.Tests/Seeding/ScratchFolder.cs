namespace VirtProvision.Core.Tests.Seeding;

/// <summary>A folder that goes with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("vp-seed-").FullName;

    public string Combine(string name) => Path.Combine(_path, name);

    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(Combine(name), content);
        return Combine(name);
    }

    public void Dispose()
    {
        // What was taken from an image keeps its modes, and those forbid writing.
        foreach (var folder in Directory.EnumerateDirectories(_path, "*", SearchOption.AllDirectories).Append(_path))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Directory.Delete(_path, recursive: true);
    }
}
