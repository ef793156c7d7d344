using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Planning;

/// <summary>Desired and observed resources → what apply would do. Pure.</summary>
public static class Planner
{
    public const string Running = "running";
    private const string Autostart = "autostart";

    public static Plan Plan(PlannerInput input, DiagnosticBag diagnostics)
    {
        var resources = input.Graph.Resources;
        var changes = new ResourceChange[resources.Length];

        // Resources are independent of each other here; a thousand of them are worth both cores.
        Parallel.For(0, resources.Length, i => changes[i] = ChangeOf(resources[i], input));
        VolumePools.Report(input, changes, diagnostics);
        var plan = new Plan([.. changes, .. PatchPlanner.Others(input)]);
        PatchFindings.Report(plan, input, diagnostics);
        return plan;
    }

    /// <summary>What is to be done about one resource, its patches included.</summary>
    public static ResourceChange ChangeOf(ResourceSpec spec, PlannerInput input)
    {
        var change = OwnChangeOf(spec, input);
        return input.Layers.TryGetValue(spec.Id, out var layers) ? PatchPlanner.WithPatches(change, layers, input.Observed.Find(spec.Id)) : change;
    }

    private static ResourceChange OwnChangeOf(ResourceSpec spec, PlannerInput input)
    {
        var rendered = input.Rendered[spec.Id];
        var observed = input.Observed.Find(spec.Id);
        if (observed is not null)
        {
            return Existing(spec, rendered, observed, input);
        }

        return (input.Observed.IsUnknown(spec.Id) && !VolumePools.WillRun(spec.Id, input)) || !ImageNeed.IsNeeded(spec, input)
            ? new ResourceChange(spec.Id, ChangeAction.NoOp, [], [], Disruption.None, [], rendered.Desired, null)
            : new ResourceChange(spec.Id, ChangeAction.Create, [], StatesOfNew(spec), Disruption.None, [], rendered.Desired, rendered.Creation ?? rendered.Desired)
            {
                Created = CreationFields.Of(spec.Spec, SchemaCatalog.Embedded.SpecOf(spec.Id.Kind)),
                Install = rendered.Install,
                ReplicaOf = spec.ReplicaOf,
                Labels = spec.Labels,
                Notes = spec.ImageName is { } image ? [PlanNotes.Image(image)] : [],
                Span = spec.Span,
            };
    }

    private static ResourceChange Existing(ResourceSpec spec, RenderedResource rendered, ObservedResource observed, PlannerInput input)
    {
        var facts = KindFacts.For(spec.Id.Kind);
        var memory = HasMemory(spec.Id.Kind) ? AppliedMemory.Read(observed.Inactive) : null;
        var result = XmlComparer.Compare(facts, memory?.LastApplied, rendered.Desired, observed.Inactive, rendered.Creation);
        var running = RunningChanges.Of(
            facts,
            observed,
            result.Changes,
            rendered.Creation ?? rendered.Desired,
            live => RunningChanges.Lacking(facts, memory?.LastApplied, rendered, live),
            () => result.Merged,
            isOurs: memory is not null);
        var states = StatesOf(spec, observed);
        var action = ActionFor(running.Fields);
        return new ResourceChange(
            spec.Id,
            action,
            running.Fields,
            states,
            Disruptions.Of(spec.Id.Kind, action, running.Fields, states, observed.IsRunning),
            running.Pending,
            rendered.Desired,
            action switch
            {
                ChangeAction.NoOp => null,
                ChangeAction.Replace => rendered.Creation ?? rendered.Desired,
                _ => result.Merged,
            })
        {
            Notes = PlanNotes.Of(spec.Id, observed, result.Changes, states, memory, input),
            CreationXml = rendered.Creation,
            IsAdopted = HasMemory(spec.Id.Kind) && memory is null && result.Changes.IsEmpty,
            Span = spec.Span,
            IsMemoryStale = HasMemory(spec.Id.Kind) && result.Changes.IsEmpty && !AppliedMemory.IsOf(facts, memory, rendered.Desired, spec.Labels),
            Labels = spec.Labels,
        };
    }

    public static ChangeAction ActionFor(ImmutableArray<FieldChange> changes) => changes switch
    {
        [] => ChangeAction.NoOp,
        _ when changes.Any(static change => change.Effect is Effect.Replace) => ChangeAction.Replace,
        _ => ChangeAction.Update,
    };

    /// <summary>A new network or pool is started unless its spec says no; a new domain only when it says so.</summary>
    private static ImmutableArray<StateChange> StatesOfNew(ResourceSpec spec)
    {
        if (spec.Id.Kind == ResourceKind.StorageVolume)
        {
            return [];
        }

        var states = ImmutableArray.CreateBuilder<StateChange>();
        if (Wish(spec, Autostart) is true)
        {
            states.Add(new StateChange(Autostart, false, true));
        }

        if (Wish(spec, Running) ?? spec.Id.Kind != ResourceKind.Domain)
        {
            states.Add(new StateChange(Running, false, true));
        }

        return states.ToImmutable();
    }

    private static ImmutableArray<StateChange> StatesOf(ResourceSpec spec, ObservedResource observed)
    {
        if (spec.Id.Kind == ResourceKind.StorageVolume)
        {
            return [];
        }

        var states = ImmutableArray<StateChange>.Empty;
        if (Wish(spec, Autostart) is { } autostart && autostart != observed.Autostart)
        {
            states = states.Add(new StateChange(Autostart, observed.Autostart, autostart));
        }

        if (Wish(spec, Running) is { } running && running != observed.IsRunning)
        {
            states = states.Add(new StateChange(Running, observed.IsRunning, running));
        }

        return states;
    }

    internal static bool? Wish(ResourceSpec spec, string field) =>
        spec.Spec[field] is ScalarNode { Kind: ScalarKind.Boolean } scalar ? scalar.IsTrue : null;

    private static bool HasMemory(ResourceKind kind) => kind == ResourceKind.Domain || kind == ResourceKind.Network;
}
