namespace VirtProvision.Core.Comparison;

/// <summary>How two spellings of a value are told to be one value.</summary>
public enum ValueTransform
{
    /// <summary>The same text; an element's text without the space around it.</summary>
    None,

    /// <summary>A quantity with a unit beside it (<c>@unit</c>).</summary>
    Size,

    /// <summary>A number, decimal, hexadecimal (0x) or octal (leading 0) as C reads it.</summary>
    Number,

    /// <summary>Decimal whatever the leading zeros.</summary>
    Decimal,

    /// <summary>A file mode: octal whatever the leading zeros.</summary>
    Octal,

    /// <summary>A path: repeated and trailing slashes mean nothing.</summary>
    Path,

    /// <summary>Letter case means nothing: MAC addresses, NIC models.</summary>
    Case,

    /// <summary>A UUID: letter case and dashes mean nothing.</summary>
    Uuid,

    /// <summary>A list of CPUs or nodes: <c>0-5,^4</c>.</summary>
    Cpuset,

    /// <summary>yes, on and true say the same, as do no, off and false.</summary>
    Boolean,

    /// <summary>A machine type: <c>q35</c> is whatever version of it the host has.</summary>
    Machine,

    /// <summary>A device's alias: only the user's own (<c>ua-</c>) counts.</summary>
    UserAlias,

    /// <summary>An iSCSI name, to which libvirt adds the unit <c>/0</c>.</summary>
    Iqn,

    /// <summary>A USB version: 9.4 is 9.40.</summary>
    UsbVersion,
}
