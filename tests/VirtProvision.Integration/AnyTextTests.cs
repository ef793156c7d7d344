using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Integration;

public sealed class AnyTextTests
{
    public static TheoryData<string> Texts =>
    [
        "<&\"'>",
        "two\nlines",
        "a\ttab",
        "  spaces around  ",
        "größe 漢字 💾 \u0085\u2028",
        "]]> <!-- --> <?x?> &amp; &#x41;",
        "{{ name }} ${HOME_}".Replace("${", "$${", StringComparison.Ordinal),
        "$(touch /tmp/x) `id` %s %n \\n",
    ];

    [SkippableTheory, MemberData(nameof(Texts))]
    public async Task A_text_comes_back_from_libvirt_as_it_went_in(string text)
    {
        await using var play = await Playground.OpenAsync();
        var domain = play.Name(ResourceKind.Domain, "text");
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));

        // JSON's strings are YAML's double-quoted ones.
        var quoted = JsonSerializer.Serialize(text);
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{domain.Name}} }
            spec:
              memory: 64MiB
              metadata: {title: {{JsonSerializer.Serialize(text.ReplaceLineEndings(" "))}}, description: {{quoted}} }
              sysinfo: [{type: smbios, system: {serial: {{quoted}} } }]
              boot: {cmdline: {{quoted}}, kernel: /dev/null}
            """);

        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();

        var xml = XElement.Parse(await Playground.VirshAsync("dumpxml", "--inactive", domain.Name), LoadOptions.PreserveWhitespace);
        var said = text.Replace("$${", "${", StringComparison.Ordinal);
        Assert.Equal(said, xml.Element("description")!.Value);
        Assert.Equal(said, xml.Element("sysinfo")!.Element("system")!.Element("entry")!.Value);
        Assert.Equal(said, xml.Element("os")!.Element("cmdline")!.Value);
    }
}
