using VirtProvision.Core.Text;

namespace VirtProvision.Core.Documents;

/// <summary>A node of a YAML document (1.2, core schema) that knows where it stands. Immutable.</summary>
public abstract record DocumentNode(TextSpan Span)
{
    /// <summary>The same value at another place; what is inside it keeps its own.</summary>
    public DocumentNode At(TextSpan span) => this with { Span = span };
}

/// <summary>What the YAML 1.2 core schema makes of a scalar. A quoted scalar is always a string.</summary>
public enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}

/// <param name="Text">The scalar's text after YAML's own unescaping.</param>
/// <param name="IsPlain">Written without quotes and not as a block; only such a scalar can be other than a string.</param>
public sealed record ScalarNode(TextSpan Span, string Text, ScalarKind Kind, bool IsPlain) : DocumentNode(Span)
{
    public bool IsNull => Kind is ScalarKind.Null;

    public bool IsTrue => Kind is ScalarKind.Boolean && Text[0] is 't' or 'T';

    /// <summary>The whole number it is, in any of YAML's spellings; false when it is none or beyond 64 bits.</summary>
    public bool TryGetInteger(out long value)
    {
        value = 0;
        return Kind is ScalarKind.Integer && CoreSchema.TryReadInteger(Text, out value);
    }

    public static ScalarNode String(TextSpan span, string text) => new(span, text, ScalarKind.String, IsPlain: false);

    public static ScalarNode Integer(TextSpan span, long value) =>
        new(span, value.ToString(CultureInfo.InvariantCulture), ScalarKind.Integer, IsPlain: true);

    public static ScalarNode Boolean(TextSpan span, bool value) => new(span, value ? "true" : "false", ScalarKind.Boolean, IsPlain: true);
}

public sealed record SequenceNode(TextSpan Span, ImmutableArray<DocumentNode> Items) : DocumentNode(Span);

public sealed record MappingEntry(ScalarNode Key, DocumentNode Value);

public sealed record MappingNode(TextSpan Span, ImmutableArray<MappingEntry> Entries) : DocumentNode(Span)
{
    /// <summary>The value under a key, or null. Keys are few: a scan is faster than a table.</summary>
    public DocumentNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
            {
                if (entry.Key.Text == key)
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The text of a scalar member, or null when it is missing, null or no scalar.</summary>
    public string? TextOf(string key) => this[key] is ScalarNode { IsNull: false } scalar ? scalar.Text : null;

    public MappingNode With(string key, DocumentNode value)
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            if (Entries[i].Key.Text == key)
            {
                return this with { Entries = Entries.SetItem(i, Entries[i] with { Value = value }) };
            }
        }

        return this with { Entries = Entries.Add(new MappingEntry(ScalarNode.String(value.Span, key), value)) };
    }

    public MappingNode Without(string key) =>
        this with { Entries = Entries.RemoveAll(entry => entry.Key.Text == key) };

    public static MappingNode Empty(TextSpan span) => new(span, []);
}
