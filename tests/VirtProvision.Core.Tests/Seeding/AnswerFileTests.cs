using System.Globalization;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Seeding.Unattended;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>Answer files: what each kind of system gets (under <c>unattended/</c>), and that those who read them can.</summary>
public sealed class AnswerFileTests
{
    public static TheoryData<string> Cases => [.. AnswerCases.All.Keys];

    [Theory, MemberData(nameof(Cases))]
    public void An_answer_file_is_as_agreed(string name)
    {
        var (answers, findings) = Render(name);
        var text = new StringBuilder();
        if (answers is not null)
        {
            var where = answers.IsForInitrd ? "initrd" : $"CD {answers.Label}: {string.Join(", ", answers.Files.Select(static file => file.Path))}";
            text.Append(CultureInfo.InvariantCulture, $"==== {where}\n==== kernel: {answers.KernelArguments}\n==== generated: {(answers.GeneratedPassword is null ? "nothing" : $"a password for {answers.Login}")}\n");
            text.Append(CultureInfo.InvariantCulture, $"==== {answers.Files[0].Path}\n{answers.Files[0].ReadText()}");
        }

        foreach (var finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{finding.Span}: {finding.Severity} {finding.Code}: {finding.Summary}. {finding.Detail}\n");
        }

        Golden.Match(Path.Combine(Golden.Beside("unattended"), $"{name}.verified.txt"), text.ToString());
    }

    [Theory, MemberData(nameof(Cases))]
    public void No_linux_gets_a_password_in_clear(string name)
    {
        if (Render(name).Answers is { } answers && !AnswerCases.All[name].Setting.System.IsWindows)
        {
            Assert.All(answers.Files, static file => Assert.DoesNotContain("adm1n", file.ReadText(), StringComparison.Ordinal));
            Assert.All(answers.Files, static file => Assert.DoesNotContain("us3r", file.ReadText(), StringComparison.Ordinal));
            Assert.All(answers.Files, static file => Assert.DoesNotContain("generated", file.ReadText(), StringComparison.Ordinal));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void It_can_be_parsed(string name)
    {
        foreach (var file in Render(name).Answers?.Files ?? [])
        {
            if (file.Path.EndsWith(".xml", StringComparison.Ordinal))
            {
                XDocument.Parse(file.ReadText());
            }
            else if (file.Path is "user-data")
            {
                var findings = new DiagnosticBag();
                var autoinstall = Assert.IsType<MappingNode>(Assert.IsType<MappingNode>(Assert.Single(YamlDocumentReader.Read(new SourceFile("user-data", file.ReadText()), findings)))["autoinstall"]);
                Assert.Empty(findings);
                Assert.Equal("1", autoinstall.TextOf("version"));
                Assert.True(autoinstall["identity"] is not null || autoinstall["user-data"] is not null);
            }
        }
    }

    [SkippableFact]
    public void Debconf_takes_every_preseed()
    {
        Skip.IfNot(OtherProgram.Exists("debconf-set-selections"), "debconf-set-selections is not installed.");
        Check("preseed.cfg", static path => OtherProgram.Run("debconf-set-selections", "--checkonly", path));
    }

    [SkippableFact]
    public void Ksvalidator_takes_every_kickstart()
    {
        Skip.IfNot(OtherProgram.Exists("ksvalidator"), "ksvalidator (package pykickstart) is not installed.");
        Check(".ks", static path => OtherProgram.Run("ksvalidator", path));
    }

    [Fact]
    public void Windows_reads_back_whatever_a_password_holds() => Gen.String[Gen.Char["abc$\"'\\ ;<>&]/äö€語"], 1, 30].Where(static text => text.Trim() == text).Sample(static password =>
    {
        var findings = new DiagnosticBag();
        var answers = AnswerFile.Render(
            AnswerCases.Node("{adminPasswordFile: p, userPasswordFile: p}"), AnswerCases.Cd(AnswerCases.Windows("10.0")), new Dictionary<string, string> { ["p"] = password }, TemplateFiles.Embedded, static () => "", findings);
        Assert.Empty(findings);
        var values = XDocument.Parse(answers!.Files[0].ReadText()).Descendants().Where(static element => element.Name.LocalName is "Value" && element.Parent!.Name.LocalName.EndsWith("Password", StringComparison.Ordinal));
        Assert.Equal([password, password], values.Select(static element => element.Value));
    });

    [Fact]
    public void A_linux_gets_the_hash_of_whatever_a_password_holds() => Gen.String[Gen.Char["abc$\"'\\ ;<>&#%äö€語"], 1, 30].Sample(
        static password =>
        {
            foreach (var system in (OsWithScripts[])[AnswerCases.Fedora("39"), AnswerCases.Debian("12")])
            {
                var findings = new DiagnosticBag();
                var answers = AnswerFile.Render(
                    AnswerCases.Node("{profile: jeos, adminPasswordFile: p}"), AnswerCases.Tree(system, null), new Dictionary<string, string> { ["p"] = password }, TemplateFiles.Embedded, static () => "", findings);
                Assert.Empty(findings);
                var text = answers!.Files[0].ReadText();
                var salt = text[(text.IndexOf("$6$", StringComparison.Ordinal) + 3)..].Split('$')[0];
                Assert.Contains(Sha512Crypt.Hash(password, salt), text, StringComparison.Ordinal);
            }
        },
        iter: 20);

    [Fact]
    public void A_value_between_double_quotes_is_one_word_to_anaconda() => Gen.String[Gen.Char["ab$\"'\\ ;<>#%"], 0, 20].Sample(static value =>
        Assert.Equal(value, Unquote($"\"{AnswerFormat.Escape(AnswerFormat.Kickstart, value)}\"")));

    [Fact]
    public void A_value_between_double_quotes_is_one_text_to_yaml() => Gen.String[Gen.Char["ab$\"'\\ ;<>#%:{}\\n"], 0, 20].Where(static value => AnswerFormat.ReasonAgainst(AnswerFormat.Yaml, value) is null).Sample(static value =>
        Assert.Equal(value, ((MappingNode)YamlDocumentReader.Read(new SourceFile("a", $"a: \"{AnswerFormat.Escape(AnswerFormat.Yaml, value)}\""), []).Single()).TextOf("a")));

    [Fact]
    public void A_template_of_the_users_goes_before_ours()
    {
        var files = TemplateFiles.Embedded with { User = TemplateFiles.Embedded.User.Add("unattended/kickstart.cfg.sbn", new SourceFile("mine.sbn", "text\nhost {{ hostname }}\n")) };

        Assert.Equal("text\nhost web01.lab\n", Render("fedora39-desktop", files).Answers!.Files[0].ReadText());
    }

    [Theory]
    [InlineData("{{ hots }}", "mine.sbn:1:4 VP4009")]
    [InlineData("a\n{{ if }}", "mine.sbn:2:")]
    [InlineData("{{ string.upcase hostname }}", "mine.sbn:1:4 VP4009")]
    public void A_mistake_in_the_users_template_has_its_place(string template, string expected)
    {
        var files = TemplateFiles.Embedded with { User = TemplateFiles.Embedded.User.Add("unattended/kickstart.cfg.sbn", new SourceFile("mine.sbn", template)) };
        var (answers, findings) = Render("fedora39-desktop", files);

        Assert.Null(answers);
        Assert.StartsWith(expected, $"{findings.First().Span} {findings.First().Code}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong-solaris", "VP8551")]
    [InlineData("wrong-profile", "VP8552")]
    [InlineData("wrong-live", "VP8553")]
    [InlineData("wrong-no-user-password", "VP8554")]
    [InlineData("wrong-root", "VP8555")]
    [InlineData("wrong-winxp", "VP8559")]
    public void What_needs_no_file_is_found_before_any_is_read(string name, string code)
    {
        var findings = new DiagnosticBag();
        AnswerFile.Check(AnswerCases.Node(AnswerCases.All[name].Unattended), AnswerCases.All[name].Setting, findings);

        Assert.Equal([code], findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void Every_rule_has_its_template_and_is_taken_by_a_case()
    {
        foreach (var rule in AnswerRules.All.Where(static rule => rule.Refuse is null))
        {
            Assert.NotNull(TemplateFiles.Embedded.Read($"unattended/{rule.Template}"));
            Assert.Contains(rule.Format, (string[])[AnswerFormat.Preseed, AnswerFormat.Kickstart, AnswerFormat.Xml, AnswerFormat.Yaml]);
            Assert.Contains(rule.Tree, (string[])["initrd", "cdrom"]);
            Assert.NotEmpty(rule.Label);
        }

        var taken = AnswerCases.All.Values.Select(static item => AnswerRules.Find(item.Setting)).ToHashSet();
        Assert.All(AnswerRules.All, rule => Assert.Contains(rule, taken));
    }

    [Theory]
    [InlineData("39", 39)]
    [InlineData("22.04", 22.04)]
    [InlineData("10.0.1", 10.0)]
    [InlineData("8-unknown", 8)]
    [InlineData("6.", 6)]
    [InlineData("rawhide", 100_000)]
    [InlineData(null, 100_000)]
    public void A_version_is_a_number(string? version, double number) => Assert.Equal((decimal)number, OsVersion.NumberOf(version));

    private static void Check(string ending, Action<string> check)
    {
        using var folder = new ScratchFolder();
        var files = AnswerCases.All.Keys.SelectMany(static name => (Render(name).Answers?.Files ?? []).Select(file => (name, file))).Where(pair => pair.file.Path.EndsWith(ending, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var (name, file) in files)
        {
            check(folder.Write(name, [.. file.Content]));
        }
    }

    private static (AnswerFile? Answers, DiagnosticBag Findings) Render(string name, TemplateFiles? templates = null)
    {
        var (unattended, setting) = AnswerCases.All[name];
        var findings = new DiagnosticBag();
        return (AnswerFile.Render(AnswerCases.Node(unattended), setting, AnswerCases.Texts, templates ?? TemplateFiles.Embedded, static () => "generated", findings), findings);
    }

    // POSIX quoting inside double quotes, of which Anaconda's shlex knows the two that matter.
    private static string Unquote(string word)
    {
        var text = new StringBuilder();
        for (var i = 1; i < word.Length - 1; i++)
        {
            Assert.NotEqual('"', word[i]);
            text.Append(word[i] is '\\' && word[i + 1] is '"' or '\\' ? word[++i] : word[i]);
        }

        return text.ToString();
    }
}
