using System.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Documents;

/// <summary>Nodes and findings as the goldens show them: one a line, with the place it covers.</summary>
internal static class NodeText
{
    public static string Of(IEnumerable<DocumentNode> documents, IEnumerable<Diagnostic> findings)
    {
        var text = new StringBuilder();
        foreach (var document in documents)
        {
            text.AppendLine("---");
            Append(text, document, "", "");
        }

        foreach (var finding in findings)
        {
            text.AppendLine($"{Place(finding.Span!.Value)} {(finding.IsError ? "error" : "warning")} {finding.Code}: {finding.Summary}: {finding.Detail}");
            foreach (var related in finding.Related)
            {
                text.AppendLine($"    {Place(related.Span)} {related.Message}");
            }
        }

        return text.ToString();
    }

    /// <summary>The value alone, for comparing: JSON's shape without places.</summary>
    public static string Shape(DocumentNode node) => node switch
    {
        ScalarNode scalar => $"{scalar.Kind}({scalar.Text})",
        SequenceNode list => $"[{string.Join(", ", list.Items.Select(Shape))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {Shape(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static void Append(StringBuilder text, DocumentNode node, string indent, string label)
    {
        text.Append(indent).Append(label);
        switch (node)
        {
            case ScalarNode scalar:
                text.AppendLine($"{scalar.Kind} {Quote(scalar.Text)}{(scalar.IsPlain ? "" : " quoted")} {Place(node.Span)}");
                break;
            case SequenceNode { Items: [SequenceNode { Items: [SequenceNode] }] } deep:
                text.AppendLine($"list in list … {Place(deep.Span)}");
                break;
            case SequenceNode list:
                text.AppendLine($"list {Place(node.Span)}");
                foreach (var item in list.Items)
                {
                    Append(text, item, indent + "  ", "- ");
                }

                break;
            case MappingNode mapping:
                text.AppendLine($"mapping {Place(node.Span)}");
                foreach (var entry in mapping.Entries)
                {
                    Append(text, entry.Value, indent + "  ", $"{Quote(entry.Key.Text)} {Place(entry.Key.Span)}: ");
                }

                break;
        }
    }

    private static string Quote(string value) =>
        value.Length > 80 ? $"({value.Length} characters)" : value.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\u0085", "\\N", StringComparison.Ordinal).Replace("\u2028", "\\L", StringComparison.Ordinal);

    private static string Place(TextSpan span) => $"{span.Start}-{span.End}";
}
