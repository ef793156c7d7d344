using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>Finds texts on their way into XML that no XML can carry. JSON Schema has no word for it.</summary>
internal static class ForbiddenCharacters
{
    public static void Find(DocumentNode node, SchemaShape? shape, DiagnosticBag diagnostics, string name = "The spec")
    {
        if (shape is { IgnoredInXml: true })
        {
            return;
        }

        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.String } text when XmlCharacters.IndexOfForbidden(text.Text) is var at and >= 0:
                diagnostics.Add(SchemaDiagnostics.ForbiddenCharacter(text.Span, name, text.Text[at]));
                break;
            case ScalarNode { Kind: ScalarKind.String } text when text.Text.Contains('\r', StringComparison.Ordinal):
                // libvirt writes it into its XML as it is, and every reader of XML takes it for a line end: it never comes back.
                diagnostics.Add(SchemaDiagnostics.CarriageReturn(text.Span, name));
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                {
                    Find(item, shape?.Items, diagnostics, name);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    Find(entry.Key, null, diagnostics, "The name of a property");
                    Find(entry.Value, shape?.Member(entry.Key.Text), diagnostics, $"\"{entry.Key.Text}\"");
                }

                break;
        }
    }
}
