using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;

namespace VirtProvision.Runtime;

/// <summary>Renders many resources at once: each on its own, findings in the order of the resources.</summary>
internal static class Rendering
{
    private const int FewResources = 8;

    /// <summary>The XML with which a resource is created: for a domain with the defaults under its spec.</summary>
    public static XElement?[] RenderNew(TemplateRenderer renderer, ImmutableArray<ResourceSpec> resources, HostFacts host, DiagnosticBag diagnostics) =>
        Render(renderer, [.. resources.Select(spec => spec.Id.Kind == ResourceKind.Domain ? spec with { Spec = DefaultRules.Apply(spec.Spec, host) } : spec)], diagnostics);

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
