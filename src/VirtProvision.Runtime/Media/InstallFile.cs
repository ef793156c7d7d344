using System.Security.Cryptography;
using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>A kernel or an initrd: fetched when the domain is made, not before; named before, so that printing and doing say the same.</summary>
public sealed class InstallFile
{
    private const int BufferSize = 128 * 1024;

    private readonly Func<CancellationToken, Task<Stream>> _openAsync;

    internal InstallFile(string name, string origin, string fingerprint, long? length, Func<CancellationToken, Task<Stream>> openAsync)
    {
        Name = name;
        Origin = origin;
        Fingerprint = fingerprint;
        Length = length;
        _openAsync = openAsync;
    }

    /// <summary>The file's own name: <c>vmlinuz</c>, <c>initrd.gz</c>.</summary>
    public string Name { get; }

    /// <summary>Where it comes from, for people: a URL, a path.</summary>
    public string Origin { get; }

    /// <summary>Bytes; null when the server doesn't say.</summary>
    public long? Length { get; }

    /// <summary>The SHA-256 that the tree gives for it, in lower-case hexadecimal; null when it gives none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>What the name of its volume is computed from: the place, and what changes there when the content does.</summary>
    internal string Fingerprint { get; }

    /// <summary>The volume that holds it while a domain is installed. Each domain has its own: it is removed when that domain's installation has begun.</summary>
    public string VolumeNameFor(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{domain}\n{Fingerprint}"));
        return $".virt-provision-{Convert.ToHexStringLower(hash, 0, 8)}-{Plain(Name)}";
    }

    /// <summary>The path that the domain's XML gives for it.</summary>
    /// <param name="poolTarget">The folder of the pool that its volume is made in.</param>
    public string BootPathIn(string poolTarget, string domain)
    {
        ArgumentNullException.ThrowIfNull(poolTarget);
        return $"{poolTarget.TrimEnd('/')}/{VolumeNameFor(domain)}";
    }

    /// <summary>Writes all of it. A content that is not what the tree says it is gives a warning: mirrors are sometimes between two versions.</summary>
    /// <param name="span">What the warning points at.</param>
    /// <exception cref="MediaException">It can't be had, or broke off.</exception>
    /// <exception cref="IOException">The target can't be written.</exception>
    internal async Task CopyToAsync(Stream target, TextSpan? span, IProgress<MediaProgress>? progress, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var content = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            var buffer = new byte[BufferSize];
            for (long moved = 0; await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read;)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progress?.Report(new MediaProgress(Name, moved += read, Length));
            }
        }

        var actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (Sha256 is { } expected && expected != actual)
        {
            diagnostics.Add(MediaDiagnostics.OtherSum(span, Origin, expected, actual));
        }
    }

    /// <summary>Its content from the start.</summary>
    /// <exception cref="MediaException">It can't be had. A stream that breaks off later throws the same.</exception>
    internal Task<Stream> OpenAsync(CancellationToken cancellationToken) => _openAsync(cancellationToken);

    // What every pool, shell and log takes as it is.
    private static string Plain(string name) => string.Concat(name.Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '+' ? letter : '_'));
}
