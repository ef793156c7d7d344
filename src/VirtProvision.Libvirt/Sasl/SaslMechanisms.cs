using System.Security.Cryptography;

namespace VirtProvision.Libvirt.Sasl;

/// <summary>The mechanisms that this client speaks, the strongest first.</summary>
internal static class SaslMechanisms
{
    private static readonly ImmutableArray<(string Name, Func<string, string, ISaslMechanism> Create)> s_all =
    [
        ("SCRAM-SHA-512", Scram(HashAlgorithmName.SHA512)),
        ("SCRAM-SHA-384", Scram(HashAlgorithmName.SHA384)),
        ("SCRAM-SHA-256", Scram(HashAlgorithmName.SHA256)),
        ("SCRAM-SHA-1", Scram(HashAlgorithmName.SHA1)),
        ("PLAIN", static (userName, password) => new PlainMechanism(userName, password)),
    ];

    public static string Names => string.Join(", ", s_all.Select(static mechanism => mechanism.Name));

    /// <summary>The strongest that both sides speak; null where there is none.</summary>
    /// <param name="offered">The server's list, between commas or blanks.</param>
    /// <param name="isPrivate">Nobody else reads what goes over the connection: only then does the password itself go.</param>
    public static Func<string, string, ISaslMechanism>? Choose(string offered, bool isPrivate)
    {
        var theirs = offered.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        foreach (var (name, create) in s_all)
        {
            if (theirs.Contains(name, StringComparer.OrdinalIgnoreCase) && (isPrivate || name != "PLAIN"))
            {
                return create;
            }
        }

        return null;
    }

    private static Func<string, string, ISaslMechanism> Scram(HashAlgorithmName hash) =>
        (userName, password) => new ScramMechanism(hash, userName, password, ScramMechanism.NewNonce());
}
