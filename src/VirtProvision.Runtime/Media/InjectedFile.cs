using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>A file that is put into the root folder of an initrd.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Mode">Permission bits.</param>
public sealed record InjectedFile(string Name, ReadOnlyMemory<byte> Content, UnixFileMode Mode)
{
    /// <summary>What installers read without being asked twice.</summary>
    public const UnixFileMode UsualMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    // It goes into the guest's memory.
    private const long SizeLimit = 1024 * 1024 * 1024;

    /// <summary>A file of this machine, by its own name and with its own permissions. Null with a finding when it can't be read.</summary>
    /// <param name="folder">The absolute folder that a relative path starts at; null: the working folder.</param>
    public static async Task<InjectedFile?> ReadAsync(string path, string? folder, TextSpan? span, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(diagnostics);
        var absolute = Path.GetFullPath(path, folder ?? Environment.CurrentDirectory);
        try
        {
            if (new FileInfo(absolute) is { Exists: true, Length: > SizeLimit } large)
            {
                diagnostics.Add(MediaDiagnostics.InjectedTooLarge(span, absolute, large.Length, SizeLimit));
                return null;
            }

            var content = await File.ReadAllBytesAsync(absolute, cancellationToken).ConfigureAwait(false);
            return new InjectedFile(Path.GetFileName(absolute), content, OperatingSystem.IsWindows() ? UsualMode : File.GetUnixFileMode(absolute));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(MediaDiagnostics.InjectedUnreadable(span, FileErrors.Of(absolute, exception)));
            return null;
        }
    }
}
