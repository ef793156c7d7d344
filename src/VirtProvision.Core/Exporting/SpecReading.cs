using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Exporting;

/// <summary>Finds the spec that renders to an XML: in the words of the schema as far as it has them, the rest as edits.</summary>
public sealed class SpecReading(TemplateRenderer renderer, SchemaCatalog schemas)
{
    // Each round takes at least one thing out of the words and puts it among the edits.
    private const int MostRounds = 50;

    public static SpecReading Embedded { get; } = new(TemplateRenderer.Embedded, SchemaCatalog.Embedded);

    /// <param name="said">Members of the spec that no XML says, such as the pool of a volume.</param>
    /// <param name="facts">Say of which siblings the order means nothing; null: order always counts.</param>
    /// <returns>Null when no spec says this XML and nothing else; the bag then holds why.</returns>
    public MappingNode? Read(ResourceId id, XElement xml, MappingNode said, FieldFacts? facts, DiagnosticBag diagnostics)
    {
        var around = new XElement("around", new XElement(xml));
        xml = around.Elements().Single();
        HashSet<XElement> unsaid = [];
        List<TextSpan> refused = [];
        for (var round = 0; round < MostRounds; round++)
        {
            var spec = new SpecSlots().NewRoot();
            foreach (var member in said.Entries)
            {
                spec.Member(member.Key.Text).Set(member.Value);
            }

            var reading = new TemplateReading(unsaid);
            reading.Read(renderer.TemplateOf(id.Kind), around, spec, new SpecSlots().NewRoot());
            if (!RemoveRefused(spec, refused, id.Kind) || Render(id, spec, refused) is not { } rendered)
            {
                continue;
            }

            rendered = Shorten(id, reading, spec, rendered);
            var residue = new XmlResidue(reading, facts);
            residue.Find(rendered, xml, spec.Member("xml"));
            if (residue.OutOfOrder.Count > 0)
            {
                unsaid.UnionWith(residue.OutOfOrder);
                refused.Clear();
                continue;
            }

            residue.Write();
            return Proven(id, spec, xml, facts, diagnostics);
        }

        diagnostics.Add(ExportDiagnostics.NotSaid(id, "no spec was found that renders to it"));
        return null;
    }

    /// <summary>Takes out what the template says by itself when the spec does not: the type of a disk that has a pool.</summary>
    private XElement Shorten(ResourceId id, TemplateReading reading, SpecSlot spec, XElement rendered)
    {
        if (reading.Implied.Count == 0 || IsWithout(reading.Implied) is not null)
        {
            return rendered;
        }

        foreach (var slot in reading.Implied)
        {
            _ = IsWithout([slot]);
        }

        return rendered;

        XElement? IsWithout(IReadOnlyList<SpecSlot> slots)
        {
            var values = slots.Select(static slot => slot.Scalar).ToArray();
            foreach (var slot in slots)
            {
                slot.Clear();
            }

            var findings = new DiagnosticBag();
            if (Render(id, (MappingNode?)spec.ToNode() ?? MappingNode.Empty(default), findings) is { } without && !findings.HasErrors && XmlLikeness.AreSame(rendered, without))
            {
                return without;
            }

            foreach (var (slot, value) in slots.Zip(values))
            {
                slot.Set(value!);
            }

            return null;
        }
    }

    /// <summary>Takes out what the schema refuses: it goes among the edits.</summary>
    private bool RemoveRefused(SpecSlot spec, List<TextSpan> refused, ResourceKind kind)
    {
        foreach (var span in refused)
        {
            spec.Remove(span);
        }

        var findings = new DiagnosticBag();
        SchemaValidator.Validate(spec.ToNode() ?? MappingNode.Empty(default), schemas.SpecOf(kind), findings);
        ForbiddenCharacters.Find(spec.ToNode() ?? MappingNode.Empty(default), schemas.SpecOf(kind), findings);
        return !Refuse(findings, refused);
    }

    private XElement? Render(ResourceId id, SpecSlot spec, List<TextSpan> refused)
    {
        var findings = new DiagnosticBag();
        var rendered = Render(id, (MappingNode?)spec.ToNode() ?? MappingNode.Empty(default), findings);
        return Refuse(findings, refused) ? null : rendered;
    }

    private XElement? Render(ResourceId id, MappingNode spec, DiagnosticBag findings) =>
        renderer.Render(new ResourceSpec(id, Empty, Empty, spec, spec.Span), findings) is { } rendered ? ProvisionNamespace.WithoutMarks(rendered) : null;

    private static ImmutableSortedDictionary<string, string> Empty => ImmutableSortedDictionary<string, string>.Empty;

    private static bool Refuse(DiagnosticBag findings, List<TextSpan> refused)
    {
        refused.AddRange(findings.Where(static finding => finding.IsError).Select(static finding => finding.Span).OfType<TextSpan>());
        return findings.HasErrors;
    }

    private MappingNode? Proven(ResourceId id, SpecSlot slot, XElement xml, FieldFacts? facts, DiagnosticBag diagnostics)
    {
        var shape = schemas.SpecOf(id.Kind);
        var spec = SpecLayout.Tidy(slot.ToNode() ?? MappingNode.Empty(default), shape) as MappingNode ?? MappingNode.Empty(default);
        var findings = new DiagnosticBag();
        var valid = SchemaValidator.Validate(spec, shape, findings) as MappingNode;
        var again = findings.HasErrors || valid is null ? null : Render(id, valid, findings);
        if (again is not null && !findings.HasErrors && XmlLikeness.AreSame(xml, again, facts))
        {
            return spec;
        }

        diagnostics.Add(ExportDiagnostics.NotSaid(id, findings.Select(static finding => $"{finding.Summary} {finding.Detail}").FirstOrDefault() ?? "what it renders to is not the same"));
        return null;
    }
}
