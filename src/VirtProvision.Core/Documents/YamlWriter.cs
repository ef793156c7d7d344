using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace VirtProvision.Core.Documents;

/// <summary>
/// Writes a tree as YAML text for people and for other programs. <see cref="YamlDocumentReader"/> reads it back as the same values, and so do readers of YAML 1.1
/// (PyYAML, and with it cloud-init), in which more plain words are booleans and numbers than in 1.2.
/// </summary>
public static class YamlWriter
{
    // What somebody wrote without quotes stays so: `ssh_pwauth: yes` then means to the guest what it would mean in a file.
    private static readonly HashSet<string> s_words = new(StringComparer.OrdinalIgnoreCase) { "y", "n", "yes", "no", "on", "off", "true", "false", "null" };

    /// <summary>The text of one document, without a <c>---</c> before it, ending in a line break.</summary>
    public static string Write(DocumentNode node)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n"));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static void Emit(Emitter emitter, DocumentNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, mapping.Entries.IsEmpty ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var entry in mapping.Entries)
                {
                    Emit(emitter, entry.Key, isKey: true);
                    Emit(emitter, entry.Value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case SequenceNode sequence:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, sequence.Items.IsEmpty ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in sequence.Items)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case ScalarNode scalar:
                Emit(emitter, scalar, isKey: false);
                break;
        }
    }

    private static void Emit(Emitter emitter, ScalarNode scalar, bool isKey) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, scalar.IsNull && scalar.Text is "" ? "null" : scalar.Text, StyleOf(scalar, isKey), isPlainImplicit: true, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(ScalarNode scalar, bool isKey)
    {
        var text = scalar.Text;
        if (scalar.Kind is not ScalarKind.String)
        {
            return ScalarStyle.Plain;
        }

        if (!isKey && text.Contains('\n', StringComparison.Ordinal) && IsBlock(text))
        {
            return ScalarStyle.Literal;
        }

        if (!text.All(IsPrintable))
        {
            return ScalarStyle.DoubleQuoted;
        }

        return IsPlain(text) && (scalar.IsPlain || IsWord(text)) ? ScalarStyle.Plain : ScalarStyle.SingleQuoted;
    }

    // As a block of lines, when those carry it without an indentation indicator or spaces that nobody sees.
    private static bool IsBlock(string text) =>
        text.All(static c => c is '\n' or '\t' || IsPrintable(c)) && text[0] is not (' ' or '\t' or '\n')
        && text.Split('\n').All(static line => line is "" || line[^1] is not (' ' or '\t'));

    // Each reader takes these as they are; control characters, line ends of other alphabets and halves of characters it does not.
    private static bool IsPrintable(char c) => c is >= ' ' and < '\u007F' or >= '\u00A0' and not ('\u2028' or '\u2029' or '\uFEFF' or (>= '\uD800' and <= '\uDFFF') or (>= '\uFDD0' and <= '\uFDEF') or '\uFFFE' or '\uFFFF');

    // Nothing in it means something to YAML, wherever it stands.
    private static bool IsPlain(string text) =>
        text.Length > 0 && !"-?:,%@=$ ".Contains(text[0], StringComparison.Ordinal) && text[^1] is not (' ' or ':') && !text.Contains(": ", StringComparison.Ordinal)
        && text.All(static c => char.IsLetterOrDigit(c) || " _-./@+=,:;()$%~^".Contains(c, StringComparison.Ordinal)) && CoreSchema.KindOf(text) is ScalarKind.String && text is not "...";

    // No reader takes it for anything but a text.
    private static bool IsWord(string text) => (char.IsLetter(text[0]) || text[0] is '/' or '_') && !s_words.Contains(text);
}
