using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Exporting;

/// <summary>Objects of a host → specs whose plan is empty.</summary>
public sealed class ResourceExporter(TemplateRenderer renderer, SchemaCatalog schemas)
{
    private static readonly TextSpan s_nowhere = new SourceFile("export", "").Start;
    private readonly SpecReading _reading = new(renderer, schemas);

    public static ResourceExporter Embedded { get; } = new(TemplateRenderer.Embedded, SchemaCatalog.Embedded);

    /// <param name="isFull">All that the host has; otherwise what makes the like of it, and no more.</param>
    /// <returns>Null when no spec says the object; the bag then holds why.</returns>
    public ExportedResource? Export(ObservedResource observed, bool isFull, DiagnosticBag diagnostics)
    {
        if (ResourceName.WhyInvalid(observed.Id.Kind, observed.Id.Name) is { } why)
        {
            diagnostics.Add(ExportDiagnostics.NameNotSaid(observed.Id, why));
            return null;
        }

        var facts = KindFacts.For(observed.Id.Kind);
        var secrets = new List<XmlPath>();
        var full = HostXml.Full(facts, observed.Inactive, secrets);
        var spec = isFull ? null : Proven(observed, HostXml.Needed(facts, full), facts.Root, new DiagnosticBag());

        // Where less than all would be a change (what was applied before holds more), all is said.
        spec ??= Proven(observed, full, order: null, diagnostics);
        if (spec is null)
        {
            return null;
        }

        ImmutableArray<string> fields = [.. secrets.Select(path => renderer.MapOf(observed.Id.Kind).SpecPathOf(path) ?? path.ToString()).Distinct()];
        diagnostics.AddRange(fields.Select(field => ExportDiagnostics.SecretLeftOut(observed.Id, field)));
        return new ExportedResource(observed.Id, spec, fields) { HasComments = full.DescendantNodes().OfType<XComment>().Any() };
    }

    private MappingNode? Proven(ObservedResource observed, XElement xml, FieldFacts? order, DiagnosticBag diagnostics)
    {
        if (_reading.Read(observed.Id, xml, SaidBeside(observed), order, diagnostics) is not { } spec)
        {
            return null;
        }

        var findings = new DiagnosticBag();
        var valid = (MappingNode)SchemaValidator.Validate(spec, schemas.SpecOf(observed.Id.Kind), findings);
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var desired = renderer.Render(new ResourceSpec(observed.Id, none, none, valid, s_nowhere), findings);
        var facts = KindFacts.For(observed.Id.Kind);
        var changes = desired is null ? [] : XmlComparer.Compare(facts, AppliedMemory.Read(observed.Inactive)?.LastApplied, desired, observed.Inactive).Changes;
        if (changes.IsEmpty)
        {
            return spec;
        }

        diagnostics.Add(ExportDiagnostics.NotSaid(observed.Id, $"applying it would change {string.Join(", ", changes.Select(static change => change.Path))}"));
        return null;
    }

    /// <summary>What the spec has to say that is not in the XML.</summary>
    private static MappingNode SaidBeside(ObservedResource observed)
    {
        var said = MappingNode.Empty(s_nowhere);
        if (observed.Id.Kind == ResourceKind.StorageVolume)
        {
            return said.With("pool", ScalarNode.String(s_nowhere, observed.Id.Pool!));
        }

        if (observed.Id.Kind == ResourceKind.Domain)
        {
            said = said.With("defaults", ScalarNode.String(s_nowhere, "none"));
        }

        // A new network or pool is started unless its spec says no; a new domain only when it says so.
        if (observed.IsRunning == (observed.Id.Kind == ResourceKind.Domain))
        {
            said = said.With("running", ScalarNode.Boolean(s_nowhere, observed.IsRunning));
        }

        return observed.Autostart ? said.With("autostart", ScalarNode.Boolean(s_nowhere, value: true)) : said;
    }
}
