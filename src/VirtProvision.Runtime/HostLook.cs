using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime;

/// <summary>What is known after a look at specs and host: the plan, and what it was made from.</summary>
internal sealed record HostLook(ResourceGraph Graph, DiagnosticBag Diagnostics)
{
    public HostLook(ResourceGraph graph, ImmutableArray<Diagnostic> found)
        : this(graph, new DiagnosticBag()) => Diagnostics.AddRange(found);

    public ObservedHost Observed { get; init; } = ObservedHost.Empty;

    /// <summary>Null when no domain is to be made.</summary>
    public HostMachines? Machines { get; init; }

    public Plan? Plan { get; init; }

    /// <summary>Holds the local files that the plan needs to what the specs say of them, so that a missing one is found before anything changes.</summary>
    public void CheckFiles(IHostConnector host)
    {
        var tasks = OperationPlanner.Tasks(Plan!, Graph, new ApplyOptions { MaxDisruption = Disruption.DataLoss });
        Preflight.Images(tasks, Diagnostics);
        if (host.IsLocal)
        {
            Preflight.BootFiles(tasks, Diagnostics);
        }
    }

    public ApplyResult ToResult(ApplyReport? report) => new(Graph, Plan, report, IsDeclined: false,
        [.. Diagnostics, .. report?.Outcomes.SelectMany(static outcome => outcome.Diagnostics) ?? []]);
}
