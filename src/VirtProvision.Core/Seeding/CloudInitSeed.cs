using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>What cloud-init in a guest is told at its first boot, by the NoCloud data source: <c>meta-data</c>, <c>user-data</c> and, when given, <c>network-config</c>.</summary>
/// <remarks>https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html</remarks>
/// <param name="RootPassword">The password that was made for root, in clear: it stands nowhere else, the seed has its hash. To be shown once, never logged. Null when none was made.</param>
public sealed record CloudInitSeed(ImmutableArray<SeedFile> Files, string? RootPassword)
{
    /// <summary>The volume label by which cloud-init knows its CD.</summary>
    public const string Label = "cidata";

    /// <summary>Members of <c>cloudInit</c> that name files; whoever may read files reads them first.</summary>
    private static readonly string[] s_fileMembers = ["userData", "metaData", "networkConfig", "rootPasswordFile", "rootSshKey", "cloudUserSshKey"];

    /// <summary>
    /// The local files and URLs that a <c>cloudInit</c> of a spec names. A text of several lines where a file could stand is the data itself.
    /// </summary>
    public static ImmutableArray<ScalarNode> FilesOf(MappingNode cloudInit) =>
        [.. s_fileMembers.Select(name => cloudInit[name]).OfType<ScalarNode>().Where(static file => !file.IsNull && !IsText(file))];

    /// <param name="texts">The content of each of <see cref="FilesOf"/>, by the text of its node.</param>
    /// <param name="makePassword">Called once at most: <see cref="GeneratedPassword.Create"/>.</param>
    /// <returns>Null when there are errors, which the bag then holds.</returns>
    public static CloudInitSeed? Create(
        MappingNode cloudInit, SeedGuest guest, IReadOnlyDictionary<string, string> texts, Func<string> makePassword, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        var user = CloudInitUserData.Create(new CloudInitOptions(cloudInit, texts, findings), guest, makePassword);
        var network = NetworkConfig(cloudInit, texts, findings);
        var files = ImmutableArray.CreateBuilder<SeedFile>();
        files.Add(SeedFile.Text("meta-data", MetaData(cloudInit, texts, guest, [user.Text, network])));
        files.Add(SeedFile.Text("user-data", user.Text));
        if (network is not null)
        {
            files.Add(SeedFile.Text("network-config", network));
        }

        diagnostics.AddRange(findings);
        return findings.HasErrors ? null : new CloudInitSeed(files.DrainToImmutable(), user.GeneratedPassword);
    }

    public SeedVolume ToVolume(string domain) => SeedVolume.For(domain, Label, SeedImage.Create(Files, Label));

    internal static bool IsText(ScalarNode scalar) => scalar.Text.Contains('\n', StringComparison.Ordinal);

    /// <summary>The text that a member gives, itself or by its file; null when it is not given or is a mapping.</summary>
    internal static SourceFile? TextOf(MappingNode cloudInit, string member, IReadOnlyDictionary<string, string> texts) => cloudInit[member] switch
    {
        ScalarNode { IsNull: false } text when IsText(text) => new SourceFile(text.Span.File.Path, text.Text),
        ScalarNode { IsNull: false } file => new SourceFile(file.Text, texts[file.Text]),
        _ => null,
    };

    // The instance id tells cloud-init whether it has seen this instance: what it is told, and to whom, makes a new one.
    private static string MetaData(MappingNode cloudInit, IReadOnlyDictionary<string, string> texts, SeedGuest guest, ReadOnlySpan<string?> content)
    {
        if (TextOf(cloudInit, "metaData", texts) is { } text)
        {
            return text.Text;
        }

        var given = cloudInit["metaData"] as MappingNode ?? MappingNode.Empty(cloudInit.Span);
        var id = ScalarNode.String(cloudInit.Span, $"{guest.HostName}-{InstanceId.Of([guest.Name, guest.Uuid, .. content])}");
        var host = ScalarNode.String(cloudInit.Span, guest.HostName);
        given = given["instance-id"] is null ? given.With("instance-id", id) : given;
        return YamlWriter.Write(given["local-hostname"] is null && given["hostname"] is null ? given.With("local-hostname", host) : given);
    }

    private static string? NetworkConfig(MappingNode cloudInit, IReadOnlyDictionary<string, string> texts, DiagnosticBag diagnostics)
    {
        if (TextOf(cloudInit, "networkConfig", texts) is { } text)
        {
            return text.Text;
        }

        if (cloudInit["networkConfig"] is not MappingNode given)
        {
            return null;
        }

        if ((given["network"] as MappingNode ?? given).TextOf("version") is not ("1" or "2"))
        {
            diagnostics.Add(SeedDiagnostics.NoNetworkVersion(given.Span));
        }

        return YamlWriter.Write(given);
    }
}
