using System.Security.Cryptography;
using Renci.SshNet.Common;
using Renci.SshNet.Security;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>Judges the key that a host shows, before anything secret is sent.</summary>
/// <param name="vouchedFor">A key that somebody has just said is right.</param>
internal sealed class HostKeyCheck(SshAddress address, KnownHosts known, byte[]? vouchedFor)
{
    private HostKeyVerdict _verdict = HostKeyVerdict.Known;
    private string? _where;

    /// <summary>The key that was shown and is not known.</summary>
    public byte[]? Unknown { get; private set; }

    public static string FingerprintOf(byte[] key) => $"SHA256:{Convert.ToBase64String(SHA256.HashData(key)).TrimEnd('=')}";

    public bool IsTrusted(HostKeyEventArgs shown)
    {
        var key = shown.HostKey;
        if (shown.Certificate is { } certificate && known.HasAuthorityFor(address.Host, address.Port))
        {
            _verdict = IsForThisHost(certificate) ? known.JudgeSigned(address.Host, address.Port, key, certificate.CertificateAuthorityKey, out _where) : HostKeyVerdict.Unknown;
        }
        else
        {
            _verdict = known.Judge(address.Host, address.Port, key, out _where);
        }

        if (_verdict is HostKeyVerdict.Unknown && vouchedFor.AsSpan().SequenceEqual(key))
        {
            _verdict = HostKeyVerdict.Known;
        }

        Unknown = _verdict is HostKeyVerdict.Unknown ? key : null;
        if (Unknown is not null && address.Policy is HostKeyPolicy.Auto)
        {
            Remember(key);
            _verdict = HostKeyVerdict.Known;
        }

        return _verdict is HostKeyVerdict.Known || (address.Policy is HostKeyPolicy.Ignore && _verdict is not HostKeyVerdict.Revoked);
    }

    /// <summary>Why the key was not trusted; null: it was, and something else went wrong.</summary>
    public LibvirtConnectException? Refusal() => _verdict switch
    {
        HostKeyVerdict.Changed => new LibvirtConnectException(LibvirtConnectFailure.HostKeyChanged, SshComplaint.ChangedKey(address.Name, _where)),
        HostKeyVerdict.Revoked => new LibvirtConnectException(LibvirtConnectFailure.HostKeyChanged, $"The ssh key that {address.Name} shows was revoked ({_where}). Nothing was sent to it. Give the host a new key."),
        HostKeyVerdict.Unknown => new LibvirtConnectException(LibvirtConnectFailure.HostKeyUnknown, SshComplaint.UnknownKey(address.Name)),
        _ => null,
    };

    /// <summary>Adds the key to the first known_hosts file.</summary>
    public void Remember(byte[] key)
    {
        var path = address.KnownHosts[0];
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var line = KnownHostsLine.Of(address.Name, AgentKey.TypeOf(key), key);
            var needsLineEnd = File.Exists(path) && File.ReadAllText(path) is [.., not '\n'];
            File.AppendAllText(path, $"{(needsLineEnd ? "\n" : "")}{line}\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then it is asked again the next time, as ssh does.
        }
    }

    // SSH.NET has looked at the signature and the days; a certificate is also made out to names.
    private bool IsForThisHost(Certificate certificate) =>
        certificate.Type is Certificate.CertificateType.Host && (certificate.ValidPrincipals.Count == 0 || certificate.ValidPrincipals.Contains(address.Host, StringComparer.OrdinalIgnoreCase));
}
