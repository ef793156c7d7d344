namespace VirtProvision.Integration.Transports;

/// <summary>A folder for a daemon of a test's own: its path leaves room for sockets, and others than root may go through it.</summary>
internal sealed class ShortFolder : IDisposable
{
    public ShortFolder()
    {
        Path = $"/var/tmp/vpit-{Guid.NewGuid().ToString("n")[..8]}";
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
