using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Exporting;

/// <summary>An object of the host as a spec.</summary>
/// <param name="Spec">Laid out for people.</param>
/// <param name="Secrets">In the spec's words, the fields that the host has a secret in: they are left out.</param>
public sealed record ExportedResource(ResourceId Id, MappingNode Spec, ImmutableArray<string> Secrets)
{
    private static readonly TextSpan s_nowhere = new SourceFile("export", "").Start;

    /// <summary>The host's XML has comments, which no spec keeps. Nothing that is applied takes them out there.</summary>
    public bool HasComments { get; init; }

    /// <summary>The name of the host that it belongs to, where specs have several.</summary>
    public string? Host { get; init; }

    /// <summary>The whole document, without comments.</summary>
    public MappingNode Document => MappingNode.Empty(s_nowhere)
        .With("apiVersion", ScalarNode.String(s_nowhere, ResourceValidator.ApiVersion))
        .With("kind", ScalarNode.String(s_nowhere, Id.Kind.Name))
        .With("metadata", MappingNode.Empty(s_nowhere).With("name", ScalarNode.String(s_nowhere, Id.Name)))
        .With("spec", Host is null ? Spec : Spec with { Entries = [new MappingEntry(ScalarNode.String(s_nowhere, "host"), ScalarNode.String(s_nowhere, Host)), .. Spec.Entries] });

    /// <summary>As text of a spec file: what would be a variable is escaped, and what was left out is named in comments.</summary>
    public string ToYaml()
    {
        var comments = string.Concat(Secrets.Select(static secret => $"# {secret} is a secret on the host and left out here; apply does not touch it.\n"));
        comments += HasComments ? "# The comments in the host's XML are not part of this spec; apply leaves them there.\n" : "";
        return comments + YamlWriter.Write(Escaped(Document));
    }

    private static DocumentNode Escaped(DocumentNode node) => node switch
    {
        ScalarNode scalar when scalar.Text.Contains("${", StringComparison.Ordinal) => scalar with { Text = scalar.Text.Replace("${", "$${", StringComparison.Ordinal) },
        SequenceNode list => list with { Items = [.. list.Items.Select(Escaped)] },
        MappingNode mapping => mapping with { Entries = [.. mapping.Entries.Select(static entry => entry with { Value = Escaped(entry.Value) })] },
        _ => node,
    };
}
