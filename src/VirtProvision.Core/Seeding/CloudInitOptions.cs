using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>The options of a spec's <c>cloudInit</c> beside the data itself: passwords, keys, switches.</summary>
internal sealed class CloudInitOptions(MappingNode node, IReadOnlyDictionary<string, string> texts, DiagnosticBag diagnostics)
{
    public MappingNode Node { get; } = node;

    public DiagnosticBag Diagnostics { get; } = diagnostics;

    // As virt-install takes a bare --cloud-init: a password to get in once, and afterwards cloud-init is out of the way.
    public bool GeneratesRootPassword => Node.Entries.IsEmpty || IsOn("rootPasswordGenerate");

    public bool Disables => Node.Entries.IsEmpty || IsOn("disable");

    public SourceFile? UserData => CloudInitSeed.TextOf(Node, "userData", texts);

    /// <summary>The first line of the password's file: the password, or its hash.</summary>
    public string? RootPassword()
    {
        if (Node["rootPasswordFile"] is not ScalarNode { IsNull: false } file)
        {
            return null;
        }

        if (GeneratesRootPassword)
        {
            Diagnostics.Add(SeedDiagnostics.TwoPasswords(file.Span));
        }

        if (FirstLine.Of(texts[file.Text]) is { Length: > 0 } password)
        {
            return password;
        }

        Diagnostics.Add(SeedDiagnostics.EmptyFile(file.Span, file.Text, "the password"));
        return null;
    }

    /// <summary>The public keys in a member's file; empty when it names none.</summary>
    public ImmutableArray<string> Keys(string member)
    {
        if (Node[member] is not ScalarNode { IsNull: false } file)
        {
            return [];
        }

        var text = texts[file.Text];
        var keys = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] is not '#').ToImmutableArray();
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            Diagnostics.Add(SeedDiagnostics.PrivateKey(file.Span, file.Text));
        }
        else if (keys.IsEmpty || !keys.All(IsPublicKey))
        {
            Diagnostics.Add(SeedDiagnostics.NotAPublicKey(file.Span, file.Text));
        }

        return keys;
    }

    private bool IsOn(string member) => Node[member] is ScalarNode { IsTrue: true };

    // sshd(8): options may stand before the key's type.
    private static bool IsPublicKey(string line) =>
        line.Split(' ').SkipLast(1).Any(static word => word.StartsWith("ssh-", StringComparison.Ordinal) || word.StartsWith("ecdsa-", StringComparison.Ordinal) || word.StartsWith("sk-", StringComparison.Ordinal));
}
