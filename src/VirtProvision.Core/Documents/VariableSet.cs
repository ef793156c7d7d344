using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Documents;

/// <summary>The variables of a run. What is added later wins; the environment is asked last. A name with dots (<c>net.cidr</c>) reaches into a mapping.</summary>
public sealed class VariableSet
{
    public static readonly VariableSet Empty = new(MappingNode.Empty(new SourceFile("", "").Start), [], null);

    private readonly MappingNode _values;
    private readonly Func<string, string?>? _environment;

    private VariableSet(MappingNode values, ImmutableArray<ScalarNode> assigned, Func<string, string?>? environment) =>
        (_values, Assigned, _environment) = (values, assigned, environment);

    /// <summary>The names given by <see cref="Assign"/>, each with its place: one that no spec uses is likely misspelt.</summary>
    public ImmutableArray<ScalarNode> Assigned { get; }

    /// <summary>What a variable may be called, for suggestions. The environment's names are not among them: they are too many.</summary>
    public IEnumerable<string> Names => NamesIn(_values, "");

    /// <summary>Takes a <c>NAME=VALUE</c> of the command line. Unquoted in a spec, its value is typed as if it stood there.</summary>
    public VariableSet Assign(string assignment, DiagnosticBag diagnostics)
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : assignment[..equals];

        // The value may be a secret: only what stands before the = becomes a text that a finding may quote.
        var span = new SourceFile("--set", name).Start;
        span = span with { End = new TextPosition(1, name.Length + 1) };
        if (equals < 0 || !VariableName.IsValid(name))
        {
            diagnostics.Add(equals < 0 ? VariableDiagnostics.NoAssignment(span) : VariableDiagnostics.InvalidName(span, name));
            return this;
        }

        var text = assignment[(equals + 1)..];
        var value = Untyped(span, text);
        return new VariableSet(Put(_values, name.Split('.'), value), Assigned.Add(ScalarNode.String(span, name)), _environment);
    }

    /// <summary>Takes the mapping of a values file; mappings inside each other are joined key by key.</summary>
    public VariableSet WithValues(DocumentNode values, DiagnosticBag diagnostics)
    {
        if (values is not MappingNode mapping)
        {
            diagnostics.Add(VariableDiagnostics.ValuesAreNoMapping(values.Span));
            return this;
        }

        foreach (var entry in mapping.Entries)
        {
            if (!VariableName.IsValid(entry.Key.Text))
            {
                diagnostics.Add(VariableDiagnostics.InvalidName(entry.Key.Span, entry.Key.Text));
            }
        }

        return new VariableSet(Join(_values, mapping), Assigned, _environment);
    }

    /// <param name="environment">The value of an environment variable, or null.</param>
    public VariableSet WithEnvironment(Func<string, string?> environment) => new(_values, Assigned, environment);

    /// <summary>The value of a variable; null when nobody gave one. A variable of the environment has no place of its own.</summary>
    public DocumentNode? Find(string name, TextSpan use)
    {
        if (_values[name] is { } direct)
        {
            return direct;
        }

        DocumentNode? node = _values;
        foreach (var segment in name.Split('.'))
        {
            node = node switch
            {
                MappingNode mapping => mapping[segment],
                SequenceNode list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length => list.Items[index],
                _ => null,
            };
        }

        return node ?? (_environment?.Invoke(name) is { } text ? Untyped(use, text) : null);
    }

    // A null has no text inside a longer one, but a "~" from outside YAML has; alone and unquoted it becomes null where it is used.
    private static ScalarNode Untyped(TextSpan span, string text) =>
        new(span, text, CoreSchema.KindOf(text) is var kind and not ScalarKind.Null ? kind : ScalarKind.String, IsPlain: true);

    private static MappingNode Put(MappingNode into, ReadOnlySpan<string> path, DocumentNode value) => path.Length is 1
        ? into.With(path[0], value)
        : into.With(path[0], Put(into[path[0]] as MappingNode ?? MappingNode.Empty(value.Span), path[1..], value));

    private static MappingNode Join(MappingNode under, MappingNode over)
    {
        if (under.Entries.IsEmpty)
        {
            return over;
        }

        foreach (var (key, value) in over.Entries)
        {
            under = under.With(key.Text, under[key.Text] is MappingNode below && value is MappingNode above ? Join(below, above) : value);
        }

        return under;
    }

    private static IEnumerable<string> NamesIn(MappingNode mapping, string prefix)
    {
        foreach (var (key, value) in mapping.Entries)
        {
            yield return prefix + key.Text;
            if (value is MappingNode inner)
            {
                foreach (var name in NamesIn(inner, prefix + key.Text + "."))
                {
                    yield return name;
                }
            }
        }
    }
}
