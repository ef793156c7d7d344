namespace VirtProvision.Core.Osinfo;

/// <summary>How a system's installer takes answers. The answers' text itself is ours, not osinfo-db's.</summary>
/// <param name="Id">URL: <c>http://fedoraproject.org/fedora/kickstart/jeos</c>.</param>
/// <param name="Profile"><c>jeos</c> (small) or <c>desktop</c>.</param>
public sealed record InstallScript(string Id, string Profile)
{
    /// <summary>The file name that the installer looks for: <c>fedora.ks</c>, <c>preseed.cfg</c>, <c>autounattend.xml</c>.</summary>
    public string? ExpectedFileName { get; init; }

    /// <summary><c>unix</c> or <c>dos</c>.</summary>
    public string PathFormat { get; init; } = "unix";

    /// <summary>How the file reaches the installer: <c>cdrom</c>, <c>disk</c>, <c>floppy</c>, <c>initrd</c>, <c>web</c>.</summary>
    public ImmutableArray<string> InjectionMethods { get; init; } = [];

    /// <summary>Digits and letters of a product key stand for themselves or any character: <c>%%%%%-%%%%%</c>.</summary>
    public string? ProductKeyFormat { get; init; }

    public bool NeedsInternet { get; init; }
    public bool CanPreInstallDrivers { get; init; }
    public bool CanPostInstallDrivers { get; init; }

    /// <summary>What can be answered.</summary>
    public ImmutableArray<InstallScriptParameter> Parameters { get; init; } = [];
}
