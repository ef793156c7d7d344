namespace VirtProvision.Libvirt.Errors;

/// <summary>The server answered that it won't or can't; <see cref="Error"/> is all it said. The connection lives on.</summary>
public sealed class LibvirtServerException : LibvirtException
{
    public LibvirtServerException(LibvirtError error)
        : base(error.Message) => Error = error;

    public LibvirtError Error { get; }

    public LibvirtErrorCode Code => Error.Code;

    /// <summary>The object isn't there: no such domain, network, pool, volume, secret, filter, device …</summary>
    public bool IsNotFound => Code is LibvirtErrorCode.NoDomain or LibvirtErrorCode.NoNetwork or LibvirtErrorCode.NoStoragePool or LibvirtErrorCode.NoStorageVol
        or LibvirtErrorCode.NoSecret or LibvirtErrorCode.NoNwfilter or LibvirtErrorCode.NoNodeDevice or LibvirtErrorCode.NoInterface
        or LibvirtErrorCode.NoDomainSnapshot or LibvirtErrorCode.NoDomainCheckpoint or LibvirtErrorCode.NoDomainMetadata;
}
