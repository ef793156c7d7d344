using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>Makes a graph for each host that resources belong to.</summary>
internal sealed class HostGraphs(WorkspaceOptions options, LockFiles locks)
{
    public ImmutableArray<HostSpecs> BuildAll(ImmutableArray<HostShare> shares, DiagnosticBag diagnostics)
    {
        var built = shares.Select(Build).ToArray();
        Merge([.. built.Select(static item => item.Findings)], diagnostics);
        if (shares.Length > 1)
        {
            OtherHostReferences.Report([.. built.Select(static item => (item.Specs.Host, item.Specs.Declared))], diagnostics);
        }

        return options.Targets.IsEmpty ? [.. built.Select(static item => item.Specs)] : Narrow(built.Select(static item => item.Specs), diagnostics);
    }

    private (HostSpecs Specs, DiagnosticBag Findings) Build(HostShare share)
    {
        var findings = new DiagnosticBag();
        var images = new ImageVolumes(locks.Of, options.RequiresLock, findings);
        var declared = ResourceGraphBuilder.Build(images.Resolve(share.Specs), options.Schemas, findings, share.Host?.Name) with { ReplicaSets = share.ReplicaSets };
        return (new HostSpecs(share.Host, declared, declared, images.Images), findings);
    }

    // A target must be somewhere, not everywhere. A host that has none of them has nothing to do.
    private ImmutableArray<HostSpecs> Narrow(IEnumerable<HostSpecs> all, DiagnosticBag diagnostics)
    {
        var narrowed = all.Select(specs => (Findings: new DiagnosticBag(), Specs: specs)).ToArray();
        for (var i = 0; i < narrowed.Length; i++)
        {
            narrowed[i].Specs = narrowed[i].Specs with { Graph = narrowed[i].Specs.Declared.Select(options.Targets, narrowed[i].Findings) };
        }

        var missing = narrowed.SelectMany(static item => item.Findings).GroupBy(static finding => (finding.Code, finding.Span?.File.Text)).Where(group => group.Count() == narrowed.Length);
        diagnostics.AddRange(missing.Select(static group => group.First()));
        return narrowed.Length is 1 ? [narrowed[0].Specs] : [.. narrowed.Select(static item => item.Specs).Where(static specs => !specs.Graph.Resources.IsEmpty)];
    }

    // What a selector puts on many hosts is wrong on all of them, and said once.
    private static void Merge(DiagnosticBag[] bags, DiagnosticBag diagnostics)
    {
        if (bags is [var only])
        {
            diagnostics.AddRange(only);
            return;
        }

        foreach (var finding in bags.SelectMany(static bag => bag).DistinctBy(static finding => finding.Span is { } span ? (finding.Code, span.ToString()) : (finding.Code, finding.Detail)))
        {
            diagnostics.Add(finding);
        }
    }
}
