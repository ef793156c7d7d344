using System.Diagnostics;
using System.Text;
using CsCheck;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Documents;

public sealed class YamlPropertyTests
{
    private static readonly string[] s_pieces =
    [
        "a", "b: ", "- ", "[", "]", "{", "}", ",", ":", "\n", "\n  ", "\n    ", "\t", "\"", "'", "|", "|2-\n", ">+\n", "&x ", "*x", "!t ", "!!str ", "? ", " # c", "\n---\n",
        "...\n", "%YAML 1.2\n", "%TAG ! !\n", "\\u12", "\\x", "${", "${A}", "${A:-b}", "$${", " ", "\r\n", "\r", "\u0085", "\u2028", "\uFEFF", "😀", "<<: ", "@", "`", "0", "\ud800", "!<", ">", "\0", "\uFDD0",
    ];

    private static readonly Gen<string> s_soup = Gen.Int[0, s_pieces.Length - 1].Select(static i => s_pieces[i]).Array[0, 60].Select(string.Concat);

    // Single surrogates have no UTF-8 form, so no file can hold them.
    private static readonly Gen<string> s_text = Gen.OneOf(Gen.String, Gen.String[Gen.Char["${}[]:-#,'\"\\ \n\t\u0085\u2028\uFDD0\uFEFFab😀"], 0, 20])
        .Select(static text => new string([.. text.EnumerateRunes().Where(static rune => rune.Value is not 0xFFFD).SelectMany(static rune => rune.ToString())]));

    [Fact]
    public void Any_text_between_double_quotes_is_read_back() => s_text.Sample(static text =>
        Assert.Equal(text, Assert.IsType<ScalarNode>(ReadValue("a: " + Quote(text))).Text), iter: 3000);

    [Fact]
    public void Any_text_between_single_quotes_in_brackets_is_read_back() => s_text.Sample(static text =>
    {
        // The code points that stand in for hidden ones are the one thing that turns the hiding off.
        var line = new string([.. text.Where(static c => !char.IsControl(c) && c is not ('\uFFFE' or '\uFFFF' or '\uFEFF' or (>= '\uFDD0' and <= '\uFDEF')))]);
        var list = Assert.IsType<SequenceNode>(ReadValue($"a: ['{line.Replace("'", "''", StringComparison.Ordinal)}', end]"));
        Assert.Equal(line, Assert.IsType<ScalarNode>(list.Items[0]).Text);
    }, iter: 3000);

    [Fact]
    public void Any_text_is_read_without_an_exception_and_every_finding_has_a_place_in_it() => s_soup.Sample(static text =>
    {
        var findings = new DiagnosticBag();
        var file = new SourceFile("soup.yaml", text);
        foreach (var document in YamlDocumentReader.Read(file, findings))
        {
            AssertInside(document, file);
            new VariableSubstitution(VariableSet.Empty, findings).Apply(document);
        }

        // The end of a file without a last line break is to the scanner a line of its own.
        var lines = text.Count(static c => c is '\n' or '\r' or '\u0085' or '\u2028') + 2;
        Assert.All(findings, finding => Assert.InRange(finding.Span!.Value.Start.Line, 1, lines));
    }, iter: 20_000);

    [Fact]
    public void Any_bytes_are_decoded_or_refused() => Gen.Byte.Array[0, 200].Sample(static bytes =>
    {
        var findings = new DiagnosticBag();
        Assert.Equal(SourceDecoder.Decode("x", bytes, findings) is null, findings.HasErrors);
    });

    [Theory]
    [InlineData("[", "")]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    [InlineData("- ", "")]
    [InlineData("? ", "")]
    [InlineData("[\n", "]")]
    public void Ten_thousand_levels_are_refused_at_once(string open, string close)
    {
        var findings = new DiagnosticBag();
        var text = string.Concat(Enumerable.Repeat(open, 10_000)) + "x" + string.Concat(Enumerable.Repeat(close, 10_000));
        var watch = Stopwatch.StartNew();

        Assert.Empty(YamlDocumentReader.Read(new SourceFile("deep.yaml", text), findings));

        Assert.Equal("VP1023", Assert.Single(findings).Code);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    public static TheoryData<string, string> Hostile { get; } = new()
    {
        { "failing documents", string.Concat(Enumerable.Repeat("---\n[\n", 200_000)) },
        { "duplicate keys", string.Concat(Enumerable.Repeat("a: 1\n", 200_000)) },
        { "unclosed variables", "a: " + string.Concat(Enumerable.Repeat("${a", 400_000)) },
        { "variables", "a: " + string.Concat(Enumerable.Repeat("${a}", 200_000)) },
        { "aliases", "a: &a [x]\nb:\n" + string.Concat(Enumerable.Repeat("  - *a\n", 150_000)) },
        { "many keys", string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"k{i}: 1\n")) },
        { "one key", new string('k', 4_000_000) },
        { "quotes", new string('\'', 1_000_001) },
        { "merges", "a: &a {x: 1}\nb: {<<: [" + string.Concat(Enumerable.Repeat("*a,", 150_000)) + "]}\n" },
        { "brackets line by line", string.Concat(Enumerable.Repeat("[\n", 100_000)) },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Hostile_texts_end_soon(string name, string text)
    {
        var findings = new DiagnosticBag();
        var watch = Stopwatch.StartNew();
        foreach (var document in YamlDocumentReader.Read(new SourceFile(name, text), findings))
        {
            new VariableSubstitution(VariableSet.Empty, findings).Apply(document);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{name} took {watch.Elapsed}");
        Assert.True(findings.Count <= 2 * DocumentLimits.Findings, $"{name} gave {findings.Count} findings");
    }

    private static DocumentNode ReadValue(string yaml)
    {
        var findings = new DiagnosticBag();
        var document = Assert.Single(YamlDocumentReader.Read(new SourceFile("x.yaml", yaml), findings));
        Assert.Empty(findings);
        return Assert.IsType<MappingNode>(document)["a"]!;
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c is (< ' ' or > '~') and not (>= '\ud800' and <= '\udfff') ? $"\\u{(int)c:X4}" : c.ToString());
        }

        return quoted.Append('"').ToString();
    }

    private static void AssertInside(DocumentNode node, SourceFile file)
    {
        Assert.Same(file, node.Span.File);
        Assert.True(node.Span.Start.Line >= 1 && node.Span.Start.Column >= 1 && node.Span.Start.CompareTo(node.Span.End) <= 0, $"{node.Span.Start}-{node.Span.End}");
        foreach (var child in node switch { SequenceNode list => list.Items, MappingNode mapping => mapping.Entries.Select(static entry => entry.Value), _ => [] })
        {
            AssertInside(child, file);
        }
    }
}
