using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Chains;

/// <summary>What can be wrong with taking images from their chains: VP8451–VP8459.</summary>
public static class ChainDiagnostics
{
    public static Diagnostic NoSuchDomain(string name, IEnumerable<string> known) => Error("VP8451", null,
        "No such domain",
        $"The host has no domain \"{name}\".{Nearest.DidYouMean(Nearest.To(name, known))}");

    public static Diagnostic NoSuchDisk(string domain, string target, IEnumerable<string> known) => Error("VP8452", null,
        "No such disk",
        $"\"{domain}\" has no disk \"{target}\". It has {(string.Join(", ", known) is { Length: > 0 } list ? list : "none")}.");

    public static Diagnostic StoodOn(string domain, string target, IEnumerable<string> standing) => Error("VP8453", null,
        "Others stand on this disk",
        $"{target} of \"{domain}\" is itself a base: {string.Join(", ", standing)} stand on it and would be destroyed by writing to it. Flatten these first.");

    public static Diagnostic PoolIsFull(string pool, long wanted, long available) => Error("VP8454", null,
        "Not enough space in the pool",
        string.Create(CultureInfo.InvariantCulture, $"Images that stand alone may take {wanted / 1048576.0:0.##} MiB more of the storage pool \"{pool}\", and {available / 1048576.0:0.##} MiB are available."));
}
