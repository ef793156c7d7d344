using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Views;

/// <summary>A domain to be installed, and what it brings with it, as specs to keep: everything is decided in them, so that they make the same domain anywhere.</summary>
internal sealed class InstallSpecView(NewDomain domain) : IView
{
    private static readonly TextSpan s_nowhere = new SourceFile("install", "").Start;

    public void WriteText(TextWriter output, Style style) => output.Write(Text());

    public void WriteJson(Utf8JsonWriter json) => json.WriteStringValue(Text());

    private string Text() => string.Join("---\n", Documents().Select(YamlWriter.Write));

    private IEnumerable<DocumentNode> Documents() => domain.Needs.Append(domain.Domain with { Spec = Decided(domain.Domain.Spec) }).Select(Document);

    // The volumes are documents of their own here.
    private static MappingNode Decided(MappingNode spec)
    {
        var disks = (spec["disks"] as SequenceNode)?.Items.Select(static disk => disk is MappingNode made ? made.Without("size").Without("sparse").Without("from") : disk);
        spec = disks is null ? spec : spec.With("disks", new SequenceNode(s_nowhere, [.. disks]));
        return spec.With("defaults", ScalarNode.String(s_nowhere, "none"));
    }

    private static DocumentNode Document(ResourceSpec resource) => MappingNode.Empty(s_nowhere)
        .With("apiVersion", ScalarNode.String(s_nowhere, ResourceValidator.ApiVersion))
        .With("kind", ScalarNode.String(s_nowhere, resource.Id.Kind.Name))
        .With("metadata", MappingNode.Empty(s_nowhere).With("name", ScalarNode.String(s_nowhere, resource.Id.Name)))
        .With("spec", SpecLayout.Tidy(resource.Spec, SchemaCatalog.Embedded.SpecOf(resource.Id.Kind)));
}
