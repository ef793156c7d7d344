using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>Types a scalar by its style and tag.</summary>
internal static class ScalarReader
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    public static ScalarNode Read(Scalar scalar, TextSpan span, YamlMask mask, Action<Diagnostic> report)
    {
        var text = mask.Reveal(scalar.Value);
        var isPlain = scalar.Style is ScalarStyle.Plain;
        var untagged = new ScalarNode(span, text, isPlain ? CoreSchema.KindOf(text) : ScalarKind.String, isPlain);
        if (scalar.Tag.IsEmpty)
        {
            return untagged;
        }

        if (scalar.Tag.IsNonSpecific)
        {
            return ScalarNode.String(span, text);
        }

        var kind = CoreSchema.KindOf(text);
        switch (scalar.Tag.Value)
        {
            case TagPrefix + "str":
                return ScalarNode.String(span, text);
            case TagPrefix + "null" when kind is ScalarKind.Null:
            case TagPrefix + "bool" when kind is ScalarKind.Boolean:
            case TagPrefix + "int" when kind is ScalarKind.Integer:
            case TagPrefix + "float" when kind is ScalarKind.Float:
                return new ScalarNode(span, text, kind, IsPlain: true);
            case TagPrefix + "float" when kind is ScalarKind.Integer:
                return new ScalarNode(span, text, ScalarKind.Float, IsPlain: true);
            case TagPrefix + "null" or TagPrefix + "bool" or TagPrefix + "int" or TagPrefix + "float":
                report(DocumentDiagnostics.TagMismatch(span, Shorten(scalar.Tag.Value)));
                return untagged;
            default:
                report(DocumentDiagnostics.UnknownTag(span, Shorten(scalar.Tag.Value)));
                return untagged;
        }
    }

    /// <summary>A tag as people write it: <c>!!binary</c>.</summary>
    public static string Shorten(string tag) => tag.StartsWith(TagPrefix, StringComparison.Ordinal) ? "!!" + tag[TagPrefix.Length..] : tag;
}
