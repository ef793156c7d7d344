using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>Finds texts on their way into XML that no XML can carry. JSON Schema has no word for it.</summary>
internal static class ForbiddenCharacters
{
    /// <param name="member">The member that holds the value; null for the spec itself. It is quoted only for a finding: nearly every run has none.</param>
    public static void Find(DocumentNode node, SchemaShape? shape, DiagnosticBag diagnostics, string? member = null)
    {
        if (shape is { IgnoredInXml: true })
        {
            return;
        }

        switch (node)
        {
            case ScalarNode text:
                FindInText(text, diagnostics, member, isKey: false);
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                {
                    Find(item, shape?.Items, diagnostics, member);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    FindInText(entry.Key, diagnostics, entry.Key.Text, isKey: true);
                    Find(entry.Value, shape?.Member(entry.Key.Text), diagnostics, entry.Key.Text);
                }

                break;
        }
    }

    private static void FindInText(ScalarNode text, DiagnosticBag diagnostics, string? member, bool isKey)
    {
        if (text.Kind is not ScalarKind.String)
        {
            return;
        }

        if (XmlCharacters.IndexOfForbidden(text.Text) is var at and >= 0)
        {
            diagnostics.Add(SchemaDiagnostics.ForbiddenCharacter(text.Span, NameOf(member, isKey), text.Text[at]));
        }
        else if (text.Text.Contains('\r', StringComparison.Ordinal))
        {
            // libvirt writes it into its XML as it is, and every reader of XML takes it for a line end: it never comes back.
            diagnostics.Add(SchemaDiagnostics.CarriageReturn(text.Span, NameOf(member, isKey)));
        }
    }

    private static string NameOf(string? member, bool isKey) => isKey ? "The name of a property" : member is null ? "The spec" : $"\"{member}\"";
}
