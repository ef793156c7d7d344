namespace VirtProvision.Integration;

/// <summary>A Debian with cloud-init, an SSH server and the guest agent; made by <c>tests/guest/golden-image.sh</c>.</summary>
internal static class GoldenImage
{
    public const string Path = "/var/cache/virt-provision-tests/debian12.qcow2";

    public static void SkipWithout() => Skip.IfNot(File.Exists(Path), $"{Path} is not there: tests/guest/golden-image.sh makes it.");

    public static string LogOf(Playground play, string domain) => $"{play.Folder}/{domain}.log";

    /// <summary>What the guest has printed so far.</summary>
    public static async Task<string> ConsoleAsync(Playground play, string domain)
    {
        if (!File.Exists(LogOf(play, domain)))
        {
            return "";
        }

        await using var file = new FileStream(LogOf(play, domain), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }
}
