using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime;

/// <summary>What is known after a look at specs and host: the plan, and what it was made from.</summary>
internal sealed record HostLook(ResourceGraph Graph, DiagnosticBag Diagnostics) : IAsyncDisposable
{
    public HostLook(ResourceGraph graph, ImmutableArray<Diagnostic> found)
        : this(graph, new DiagnosticBag()) => Diagnostics.AddRange(found);

    /// <summary>Patches of domains: they are no objects, so they are not in the graph.</summary>
    public ImmutableArray<ResourceSpec> Patches { get; init; } = [];

    public ObservedHost Observed { get; init; } = ObservedHost.Empty;

    /// <summary>Replicas that the specs once made and make no more.</summary>
    public ImmutableArray<ResourceChange> Pruned { get; init; } = [];

    /// <summary>Where files wait that new domains bring to the host.</summary>
    public Spool Spool { get; init; } = new();

    /// <summary>Those files.</summary>
    public ImmutableArray<InstallUpload> Uploads { get; init; } = [];

    /// <summary>Passwords that were made for guests of new domains.</summary>
    public ImmutableArray<ShownPassword> Passwords { get; init; } = [];

    public Plan? Plan { get; init; }

    public static HostLook At(Workspaces.Workspace workspace)
    {
        var (objects, patches) = PatchPlan.Split(workspace.Graph);
        return new HostLook(objects, workspace.Diagnostics) { Patches = patches };
    }

    /// <summary>Holds the local files that the plan needs to what the specs say of them, so that a missing one is found before anything changes.</summary>
    public void CheckFiles(IHostConnector host)
    {
        var tasks = OperationPlanner.Tasks(Plan!, Graph, new ApplyOptions { MaxDisruption = Disruption.DataLoss });

        // What is fetched when it is needed is not here yet.
        var fetched = Uploads.Select(static upload => upload.Volume.Id).ToHashSet();
        Preflight.Images([.. tasks.Where(task => !fetched.Contains(task.Change.Id))], Diagnostics);
        if (host.IsLocal)
        {
            Preflight.BootFiles(tasks, Diagnostics);
        }
    }

    public ValueTask DisposeAsync() => Spool.DisposeAsync();

    public PlanResult ToPlan() => new(Graph, Plan, [.. Diagnostics]);

    public ApplyResult ToResult(ApplyReport? report) => new(Graph, Plan, report, IsDeclined: false,
        [.. Diagnostics, .. report?.Outcomes.SelectMany(static outcome => outcome.Diagnostics) ?? []])
    {
        Passwords = [.. Passwords.Where(password => report?.Outcomes.Any(outcome => outcome.Id == password.Domain && outcome.State is OutcomeState.Applied) is true)],
    };
}
