using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;
using static VirtProvision.Core.Tests.Templates.Rendering;

namespace VirtProvision.Core.Tests.Templates;

/// <summary>Any string in any field comes back from the XML unchanged.</summary>
public sealed class RoundTripTests
{
    private static readonly string[] s_hard =
        ["<", "&", "\"", "'", "]]>", "<!--", "-->", "{{", "}}", "\n", "\r", "\r\n", "\t", " ", "&amp;", "😀", "<?x?>", "vp-hole-0-", "${A}", "\u0085", "\u2028"];

    private static readonly Gen<string> s_texts = Gen.OneOf(
            Gen.Char.Where(static c => XmlCharacters.IndexOfForbidden([c]) < 0).Select(static c => c.ToString()),
            Gen.Int[0, s_hard.Length - 1].Select(static i => s_hard[i]))
        .Array[1, 12].Select(static parts => string.Concat(parts));

    public static TheoryData<string> Kinds => [.. ResourceKind.All.Where(static kind => kind.Patched is null).Select(static kind => kind.Name)];

    [Theory, MemberData(nameof(Kinds))]
    public void In_every_field_of_the_kind(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        PathMapEntry[] fields = [.. TemplateRenderer.Embedded.MapOf(kind).Entries.Where(static entry =>
            entry is { IsExact: true, IsPresence: false, Shape: { Unit: null, Choices.IsEmpty: true } shape } && entry.SpecPath is not "name" && shape.Types.HasFlag(SchemaType.String))];
        var found = 0;

        foreach (var field in fields)
        {
            s_texts.Sample(
                text =>
                {
                    var diagnostics = new DiagnosticBag();
                    var xml = TemplateRenderer.Embedded.Render(Spec((MappingNode)SpecOf(field.SpecPath, text), kind: kind), diagnostics);
                    Assert.Empty(diagnostics);
                    var read = XElement.Parse(XmlText.Write(ProvisionNamespace.WithoutMarks(xml!)), LoadOptions.PreserveWhitespace);
                    if (ValueAt(read, field.XmlPath) is { } value)
                    {
                        Interlocked.Increment(ref found);
                        Assert.Equal(field.Prefix + text + field.Suffix, value);
                    }
                },
                iter: 20,
                threads: 1);
        }

        // Some fields come out only beside another, such as a path only when a type says what it is of.
        Assert.True(found >= fields.Length * 20 * 8 / 10, string.Create(CultureInfo.InvariantCulture, $"{found} of {fields.Length * 20} values came out."));
    }

    [Fact]
    public void What_XML_cannot_carry_is_known_one_by_one()
    {
        for (var c = 0; c <= 0xFFFF; c++)
        {
            Assert.Equal(System.Xml.XmlConvert.IsXmlChar((char)c), XmlCharacters.IndexOfForbidden([(char)c]) < 0);
        }

        Assert.Equal(-1, XmlCharacters.IndexOfForbidden("a😀b"));
        Assert.Equal(1, XmlCharacters.IndexOfForbidden("a\uD83D"));
        Assert.Equal(0, XmlCharacters.IndexOfForbidden("\uDE00\uD83D"));
    }

    private static DocumentNode SpecOf(string path, string text) => SpecPath.Parse(path).Steps.Reverse().Aggregate(
        Node(text),
        static (value, step) => Map((step.Name, step.Key is null ? value : new SequenceNode(value.Span, [value]))));

    private static string? ValueAt(XElement root, string plain)
    {
        XElement? at = root;
        foreach (var name in Regex.Split(plain, @"/(?![^{]*\})"))
        {
            if (name.StartsWith('@'))
            {
                return at?.Attribute(name[1..])?.Value;
            }

            at = at?.Element(name);
        }

        return at is null || at.HasElements ? null : at.Value.Length > 0 ? at.Value : null;
    }
}
