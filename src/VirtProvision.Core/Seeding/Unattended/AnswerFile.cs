using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>What answers an installer's questions, and how it gets there. Made from the templates under <c>schemas/unattended/</c>, or the user's in their place.</summary>
/// <param name="Files">The answer file, under the name or names by which the installer looks for it.</param>
/// <param name="IsForInitrd">They go into the root of the initial RAM disk; else on a CD, see <see cref="ToVolume"/>.</param>
/// <param name="Label">That CD's volume label.</param>
/// <param name="KernelArguments">For the installer's kernel, where one is booted directly. They name the tree's URL already, if there is one: no other argument for it is needed.</param>
/// <param name="Login">Whom <paramref name="GeneratedPassword"/> is for.</param>
/// <param name="GeneratedPassword">In clear when one had to be made since none was given: to be shown once, never logged.</param>
public sealed record AnswerFile(
    ImmutableArray<SeedFile> Files, bool IsForInitrd, string Label, string KernelArguments, string Login, string? GeneratedPassword)
{
    private static readonly string[] s_fileMembers = ["adminPasswordFile", "userPasswordFile"];

    /// <summary>The local files that an <c>unattended</c> of a spec names; whoever may read files reads them first.</summary>
    public static ImmutableArray<ScalarNode> FilesOf(MappingNode unattended) =>
        [.. s_fileMembers.Select(name => unattended[name]).OfType<ScalarNode>().Where(static file => !file.IsNull)];

    /// <summary>What is wrong already before media were opened and files read: to be asked first, when <see cref="AnswerSetting.System"/> is known.</summary>
    public static void Check(MappingNode unattended, AnswerSetting setting, DiagnosticBag diagnostics) => Choose(unattended, setting, texts: null, static () => "", diagnostics);

    /// <param name="texts">The content of each of <see cref="FilesOf"/>, by the text of its node.</param>
    /// <param name="makePassword">Called when no password was given: <see cref="GeneratedPassword.Create"/>.</param>
    /// <returns>Null when there are errors, which the bag then holds.</returns>
    public static AnswerFile? Render(
        MappingNode unattended, AnswerSetting setting, IReadOnlyDictionary<string, string> texts, TemplateFiles templates, Func<string> makePassword, DiagnosticBag diagnostics)
    {
        if (Choose(unattended, setting, texts, makePassword, diagnostics) is not var (rule, script, accounts))
        {
            return null;
        }

        var file = script.ExpectedFileName ?? rule.File;
        var key = unattended.TextOf("productKey") ?? "";
        var template = templates.Read($"{AnswerRules.Folder}/{rule.Template}") ?? throw new System.Diagnostics.UnreachableException(rule.Template);
        var text = AnswerTemplate.Render(template, AnswerValues.Of(setting, script, accounts, file, key, rule.Format), diagnostics);
        var arguments = setting.BootsKernel
            ? AnswerTemplate.Render(new SourceFile(rule.Name, rule.KernelArguments), AnswerValues.Of(setting, script, accounts, file, key, AnswerFormat.CommandLine), diagnostics)
            : "";
        if (text is null || arguments is null)
        {
            return null;
        }

        var isForInitrd = setting.BootsKernel && rule.Tree is "initrd";
        var files = isForInitrd ? [SeedFile.Text(file, text)] : FilesOnCd(rule, file, text);
        return new AnswerFile(files, isForInitrd, rule.Label, arguments, accounts.Login.Length > 0 ? accounts.Login : "root", accounts.Generated);
    }

    /// <summary>The CD that carries the answers, with more files beside them (drivers).</summary>
    public SeedVolume ToVolume(string domain, params ReadOnlySpan<SeedFile> more) => SeedVolume.For(domain, "unattended", SeedImage.Create([.. Files, .. more], Label));

    // cloud-init reads a CD only when it has meta-data too.
    private static ImmutableArray<SeedFile> FilesOnCd(AnswerRule rule, string file, string text)
    {
        var names = rule.Aliases.Insert(0, file).Distinct();
        var files = names.Select(name => SeedFile.Text(name, text)).ToImmutableArray();
        return rule.Label is "cidata" ? files.Add(SeedFile.Text("meta-data", "")) : files;
    }

    private static (AnswerRule Rule, InstallScript Script, AnswerAccounts Accounts)? Choose(
        MappingNode unattended, AnswerSetting setting, IReadOnlyDictionary<string, string>? texts, Func<string> makePassword, DiagnosticBag diagnostics)
    {
        var system = setting.System;
        var place = unattended.Span;
        if (setting.Media is { TakesInstallScript: false } or { IsLive: true, IsInstaller: false })
        {
            diagnostics.Add(UnattendedDiagnostics.MediaWithout(place, system.Name));
            return null;
        }

        if (AnswerRules.Find(setting) is not { } rule)
        {
            diagnostics.Add(UnattendedDiagnostics.NotSupported(place, system.Name));
            return null;
        }

        if (rule.Refuse is { } reason)
        {
            diagnostics.Add(UnattendedDiagnostics.Refused(place, system.Name, reason));
            return null;
        }

        if (Script(unattended, setting, rule, diagnostics) is not { } script)
        {
            return null;
        }

        var findings = new DiagnosticBag();
        if (texts is not null && !setting.BootsKernel && rule.Cdrom is not "cdrom")
        {
            findings.Add(UnattendedDiagnostics.NotByThisWay(place, system.Name, rule.Cdrom));
        }

        var accounts = AnswerAccounts.Create(unattended, setting, script, texts, makePassword, findings);
        CheckValues(unattended, setting, rule, accounts, findings);
        diagnostics.AddRange(findings);
        return findings.HasErrors ? null : (rule, script, accounts);
    }

    // Of those that osinfo-db lists, where it lists any for this rule; else ours, which are both profiles and need nothing.
    private static InstallScript? Script(MappingNode unattended, AnswerSetting setting, AnswerRule rule, DiagnosticBag diagnostics)
    {
        ImmutableArray<InstallScript> known = [.. setting.Scripts.Where(rule.IsOurs)];
        if (known.IsEmpty)
        {
            known = [new InstallScript(rule.Name, "desktop"), new InstallScript(rule.Name, "jeos")];
        }

        var wanted = unattended["profile"] as ScalarNode;
        var chosen = wanted is null or { IsNull: true }
            ? known.FirstOrDefault(static script => script.Profile is "desktop") ?? known[0]
            : known.FirstOrDefault(script => script.Profile == wanted.Text);
        if (chosen is null)
        {
            var profiles = string.Join(", ", known.Select(static script => script.Profile).Distinct().Order(StringComparer.Ordinal));
            diagnostics.Add(UnattendedDiagnostics.UnknownProfile(wanted!.Span, setting.System.Name, wanted.Text, profiles));
        }

        return chosen;
    }

    private static void CheckValues(MappingNode unattended, AnswerSetting setting, AnswerRule rule, AnswerAccounts accounts, DiagnosticBag diagnostics)
    {
        Check("productKey", "The product key", unattended.TextOf("productKey") ?? "");
        if (setting.System.IsWindows)
        {
            // All others get hashes, which hold no character that means something anywhere.
            Check("userPasswordFile", "The user's password", accounts.UserPassword);
            Check("adminPasswordFile", "The administrator's password", accounts.AdminPassword);
        }

        if (unattended["regLogin"] is ScalarNode { IsNull: false } registration)
        {
            diagnostics.Add(UnattendedDiagnostics.NothingToRegister(registration.Span, setting.System.Name));
        }

        void Check(string member, string what, string value)
        {
            var place = (unattended[member] ?? unattended).Span;
            if (AnswerFormat.ReasonAgainst(rule.Format, value) is { } why)
            {
                diagnostics.Add(UnattendedDiagnostics.WrongCharacter(place, what, why));
            }

            if (Sha512Crypt.IsHash(value))
            {
                diagnostics.Add(UnattendedDiagnostics.HashForWindows(place));
            }
        }
    }
}
