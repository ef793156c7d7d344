namespace VirtProvision.Libvirt.Errors;

/// <summary>Everything the server said about a failure (<c>remote_error</c>, <c>virError</c>).</summary>
/// <param name="Str1">Mostly the message's format string; which of the further fields are used depends on the code.</param>
public sealed record LibvirtError(
    LibvirtErrorCode Code,
    LibvirtErrorDomain Domain,
    string Message,
    LibvirtErrorLevel Level,
    string? DomainName = null,
    string? Str1 = null,
    string? Str2 = null,
    string? Str3 = null,
    int Int1 = 0,
    int Int2 = 0,
    string? NetworkName = null);
