using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>Where the user says that an operating system is installed from: <c>--location</c>, or <c>install.location</c> of a spec.</summary>
/// <param name="Text">An HTTP, HTTPS or FTP URL, a folder, an ISO image or a device that holds one; relative paths start at <see cref="Folder"/>.</param>
/// <param name="Span">The place that findings point at.</param>
public sealed record InstallLocation(string Text, TextSpan? Span)
{
    /// <summary>The absolute folder that relative paths start at; null: the working folder.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether the host's files are ours. A tree or image on this machine is of no use to another.</summary>
    public bool IsHostLocal { get; init; } = true;

    /// <summary>Whether a path names a volume of the host, which is told apart from a path that does not exist; null: nobody can say.</summary>
    public Func<string, CancellationToken, Task<bool>>? IsVolume { get; init; }

    public MediaLimits Limits { get; init; } = MediaLimits.Usual;

    public static bool IsUrl(string text) => Scheme(text) is "http" or "https" or "ftp";

    /// <summary>The scheme of a URL in lower case; null for a path.</summary>
    internal static string? Scheme(string text)
    {
        var end = text.IndexOf(':', StringComparison.Ordinal);
        return end > 1 && text.AsSpan(0, end).IndexOfAnyExceptInRange('A', 'z') < 0 ? text[..end].ToLowerInvariant() : null;
    }

    /// <summary>A path as the host and we know it: absolute, <c>file:</c> taken off.</summary>
    internal string AbsolutePath()
    {
        var path = Scheme(Text) is "file" && Uri.TryCreate(Text, UriKind.Absolute, out var uri) ? uri.LocalPath : Text;
        var absolute = Path.GetFullPath(path, Folder ?? Environment.CurrentDirectory);
        return absolute.Length > 1 ? absolute.TrimEnd('/') : absolute;
    }
}
