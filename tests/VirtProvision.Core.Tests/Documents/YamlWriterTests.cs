using CsCheck;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Documents;

/// <summary>What is written is read back as the same tree.</summary>
public sealed class YamlWriterTests
{
    private static readonly TextSpan s_nowhere = new SourceFile("written.yaml", "").Start;

    private static readonly string[] s_pieces =
    [
        "yes", "No", "ON", "null", "~", "true", "0777", "1_000", "12:30:00", "2001-01-01", "0x1f", ".inf", "<<", "---", "...", "# no", "a: b", "- a", "", " ", "a\n", "\na", "a\n\n", " a\nb", "a \nb",
    ];

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char["${}[]:-#,'\"\\ \n\t\r\u0085\u2028\uFEFFabc=<~0?é%@`|>&*!."], 0, 16],
        Gen.Int[0, s_pieces.Length - 1].Select(static i => s_pieces[i]),
        Gen.String.Select(static text => new string([.. text.EnumerateRunes().Where(static rune => rune.Value is not (0xFFFD or 0 or >= 0xFDD0 and <= 0xFDEF)).SelectMany(static rune => rune.ToString())])));

    private static readonly Gen<DocumentNode> s_node = Gen.Recursive<DocumentNode>(static (depth, node) => depth > 3
        ? s_text.Select(static text => (DocumentNode)ScalarNode.String(s_nowhere, text))
        : Gen.OneOf(
            s_text.Select(static text => (DocumentNode)ScalarNode.String(s_nowhere, text)),
            Gen.Long.Select(static value => (DocumentNode)ScalarNode.Integer(s_nowhere, value)),
            Gen.Bool.Select(static value => (DocumentNode)ScalarNode.Boolean(s_nowhere, value)),
            node.Array[0, 4].Select(static items => (DocumentNode)new SequenceNode(s_nowhere, [.. items])),
            Gen.Select(s_text, node).Array[0, 4].Select(static entries => (DocumentNode)new MappingNode(
                s_nowhere, [.. entries.DistinctBy(static entry => entry.Item1).Select(static entry => new MappingEntry(ScalarNode.String(s_nowhere, entry.Item1), entry.Item2))]))));

    [Fact]
    public void What_is_written_is_read_back() => s_node.Sample(
        static node =>
        {
            var text = YamlWriter.Write(node);
            var findings = new DiagnosticBag();
            var read = YamlDocumentReader.Read(new SourceFile("written.yaml", text), findings);
            Assert.True(findings.Count is 0, text);
            Assert.Equal(Show(node), Show(Assert.Single(read)));
        },
        iter: 5000);

    [Theory]
    [InlineData("a: yes", "a: yes")]
    [InlineData("a: 'yes'", "a: 'yes'")]
    [InlineData("a: \"0644\"", "a: '0644'")]
    [InlineData("a: 0644", "a: 0644")]
    [InlineData("a: '12:30:00'", "a: '12:30:00'")]
    [InlineData("a: 'plain words'", "a: plain words")]
    [InlineData("a: {b: [], c: {}, d: ~, e: }", "a:\n  b: []\n  c: {}\n  d: ~\n  e: null")]
    [InlineData("a: \"two\\nlines\\n\"", "a: |\n  two\n  lines")]
    [InlineData("a: [b, {c: d}]", "a:\n- b\n- c: d")]
    public void Reads_well(string given, string expected) =>
        Assert.Equal(expected + "\n", YamlWriter.Write(YamlDocumentReader.Read(new SourceFile("given.yaml", given), []).Single()));

    // Places left out, everything else said.
    private static string Show(DocumentNode node) => node switch
    {
        MappingNode mapping => "{" + string.Join(",", mapping.Entries.Select(static entry => Show(entry.Key) + ":" + Show(entry.Value))) + "}",
        SequenceNode sequence => "[" + string.Join(",", sequence.Items.Select(Show)) + "]",
        ScalarNode scalar => $"{scalar.Kind} {Convert.ToHexString(System.Text.Encoding.BigEndianUnicode.GetBytes(scalar.Text))}",
        _ => throw new InvalidOperationException(),
    };
}
