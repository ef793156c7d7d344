using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;

namespace VirtProvision.Runtime;

/// <summary>Renders many resources at once: each on its own, findings in the order of the resources.</summary>
internal static class Rendering
{
    private const int FewResources = 8;

    /// <summary>The XML of which the devices are made that come new to a domain on the host. Its own type, architecture and machine decide their defaults.</summary>
    public static XElement? RenderDevices(TemplateRenderer renderer, ResourceSpec domain, XElement observed, Func<MappingNode, string?> formatOf, DiagnosticBag diagnostics)
    {
        var machine = observed.Element("os")?.Element("type");
        var patch = domain.Id.Kind.Patched is null ? null : domain.Spec;
        var spec = DiskFormats.Fill(patch?["patch"] as MappingNode ?? domain.Spec, formatOf);
        foreach (var (member, value) in new[] { ("type", observed.Attribute("type")), ("arch", machine?.Attribute("arch")), ("machine", machine?.Attribute("machine")) })
        {
            if (value is not null && spec[member] is null)
            {
                spec = spec.With(member, ScalarNode.String(spec.Span, value.Value));
            }
        }

        spec = DefaultRules.ApplyToDevices(spec, HostFacts.Usual, SpecSystem.Of(spec));
        return renderer.Render(domain with { Spec = patch?.With("patch", spec) ?? spec }, diagnostics);
    }

    /// <summary>Refuses templates of the user's that write a secret where it can't be kept one.</summary>
    public static void CheckSecrets(TemplateRenderer renderer, ImmutableArray<ResourceSpec> resources, DiagnosticBag diagnostics)
    {
        if (renderer == TemplateRenderer.Embedded)
        {
            return;
        }

        foreach (var kind in resources.Select(static spec => spec.Id.Kind).Distinct())
        {
            foreach (var entry in SecretFields.Exposed(KindFacts.For(kind), renderer.MapOf(kind)))
            {
                diagnostics.Add(PlanningDiagnostics.SecretInTheOpen(kind.Name, entry.SpecPath, entry.XmlPath));
            }
        }
    }

    /// <summary>Per resource its sparse XML; null where rendering failed.</summary>
    public static XElement?[] Render(TemplateRenderer renderer, ImmutableArray<ResourceSpec> resources, DiagnosticBag diagnostics)
    {
        var rendered = new XElement?[resources.Length];
        var findings = new DiagnosticBag[resources.Length];
        if (resources.Length <= FewResources)
        {
            for (var i = 0; i < rendered.Length; i++)
            {
                RenderOne(i);
            }
        }
        else
        {
            Parallel.For(0, rendered.Length, RenderOne);
        }

        // One wrong template shows itself at every resource that it renders.
        foreach (var finding in findings.SelectMany(static bag => bag).DistinctBy(static finding => (finding.Code, finding.Detail, finding.Span?.ToString())))
        {
            diagnostics.Add(finding);
        }

        return rendered;

        void RenderOne(int i)
        {
            findings[i] = new DiagnosticBag();
            rendered[i] = renderer.Render(resources[i], findings[i]);
        }
    }
}
