using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>The file <c>user-data</c>: what the spec gives, and what its options add.</summary>
/// <param name="GeneratedPassword">In clear, when one was made.</param>
internal sealed record CloudInitUserData(string Text, string? GeneratedPassword)
{
    // First lines by which cloud-init tells what a text is. https://docs.cloud-init.io/en/latest/explanation/format.html
    private static readonly string[] s_beginnings =
        ["#cloud-config", "#!", "#include", "#cloud-boothook", "#part-handler", "#cloud-config-archive", "#cloud-config-jsonp", "## template:", "Content-Type:", "MIME-Version:"];

    // Options that are written into the user data, when that is ours to write.
    private static readonly string[] s_adding = ["rootPasswordGenerate", "rootPasswordFile", "rootSshKey", "cloudUserSshKey", "disable"];

    public static CloudInitUserData Create(CloudInitOptions options, SeedGuest guest, Func<string> makePassword)
    {
        if (options.UserData is { } text)
        {
            Check(text, options);
            return new CloudInitUserData(text.Text, null);
        }

        var given = options.Node["userData"] as MappingNode ?? MappingNode.Empty(options.Node.Span);
        var data = new CloudConfig(given, options.Diagnostics);
        var generated = AddRoot(data, options, guest, makePassword);
        data.Append("cloudUserSshKey", "ssh_authorized_keys", options.Keys("cloudUserSshKey").Select(data.Text));
        if (options.Disables)
        {
            data.Append("disable", "runcmd", [data.List("touch", "/etc/cloud/cloud-init.disabled")]);
        }

        return new CloudInitUserData($"#cloud-config\n{YamlWriter.Write(data.Node)}", generated);
    }

    private static string? AddRoot(CloudConfig data, CloudInitOptions options, SeedGuest guest, Func<string> makePassword)
    {
        var fromFile = options.RootPassword();
        var generated = fromFile is null && options.GeneratesRootPassword ? makePassword() : null;
        if ((fromFile ?? generated) is { } password)
        {
            // A text of NAME:HASH lines, which versions before 22.3 take as well.
            var hash = Sha512Crypt.IsHash(password) ? password : Sha512Crypt.Hash(password, Sha512Crypt.SaltFor(guest.Name, guest.Uuid ?? "", "root"));
            data.Set(generated is null ? "rootPasswordFile" : "rootPasswordGenerate", "chpasswd", data.Mapping(
                ("list", data.Text($"root:{hash}\n")),
                ("expire", ScalarNode.Boolean(options.Node.Span, generated is not null))));
        }

        var keys = options.Keys("rootSshKey");
        if (!keys.IsEmpty)
        {
            // Without lock_passwd a user in this list loses his password; without disable_root his key would only say "log in as somebody else".
            var root = data.Mapping(
                ("name", data.Text("root")),
                ("lock_passwd", ScalarNode.Boolean(options.Node.Span, false)),
                ("ssh_authorized_keys", data.List([.. keys])));
            data.Append("rootSshKey", "users", data.Has("users") ? [root] : [data.Text("default"), root]);
            data.Set("rootSshKey", "disable_root", ScalarNode.Boolean(options.Node.Span, false));
        }

        return generated;
    }

    private static void Check(SourceFile text, CloudInitOptions options)
    {
        var place = options.Node["userData"]!.Span;
        foreach (var member in s_adding)
        {
            if (options.Node[member] is ScalarNode { IsNull: false } given && (given.Kind is not ScalarKind.Boolean || given.IsTrue))
            {
                options.Diagnostics.Add(SeedDiagnostics.UserDataSaysAll(given.Span, member));
            }
        }

        var firstLine = FirstLine.Of(text.Text);
        if (!s_beginnings.Any(beginning => firstLine.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
        {
            options.Diagnostics.Add(SeedDiagnostics.UnknownUserData(place));
        }
        else if (firstLine.TrimEnd() is "#cloud-config")
        {
            // Its YAML is 1.1 and ours 1.2: only what neither can read (VP1020) is worth a word.
            var findings = new DiagnosticBag();
            YamlDocumentReader.Read(text, findings);
            if (findings.FirstOrDefault(static finding => finding.Code is "VP1020") is { } broken)
            {
                options.Diagnostics.Add(SeedDiagnostics.BrokenUserData(broken.Span ?? place, broken.Detail));
            }
        }
    }
}
