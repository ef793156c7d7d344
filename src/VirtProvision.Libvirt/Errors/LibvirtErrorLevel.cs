namespace VirtProvision.Libvirt.Errors;

/// <summary>How bad it is (<c>virErrorLevel</c>).</summary>
public enum LibvirtErrorLevel
{
    None = 0, // VIR_ERR_NONE
    Warning = 1, // VIR_ERR_WARNING
    Error = 2, // VIR_ERR_ERROR
}
