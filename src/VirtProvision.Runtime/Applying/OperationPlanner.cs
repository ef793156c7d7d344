using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>What a plan's changes mean in operations. Pure: it knows the plan, the specs and what the user allowed.</summary>
internal static class OperationPlanner
{
    public static ImmutableArray<ResourceTask> Tasks(Plan plan, ResourceGraph graph, ApplyOptions options)
    {
        var specs = graph.Resources.ToDictionary(static spec => spec.Id);
        var users = VolumeUsers(graph);
        return [.. plan.Changes.Select(change =>
        {
            var spec = specs.GetValueOrDefault(change.Id);
            return Refusal(change, spec, options) is { } refusal
                ? new ResourceTask(change, spec?.Span ?? change.Span, [], refusal)
                : new ResourceTask(change, spec?.Span ?? change.Span, [.. Operations(change, spec, users.GetValueOrDefault(change.Id), options)]);
        })];
    }

    private static Diagnostic? Refusal(ResourceChange change, ResourceSpec? spec, ApplyOptions options)
    {
        // Who destroys has said so already, and of storage by an option of its own.
        if (change.Action is ChangeAction.Delete)
        {
            return null;
        }

        if (change.Disruption is Disruption.DataLoss)
        {
            return options.MayLoseData.Contains(change.Id) ? null : ApplyDiagnostics.WouldLoseData(spec?.Span ?? change.Span, change.Id);
        }

        return change.Disruption > options.MaxDisruption
            ? ApplyDiagnostics.TooDisruptive(spec?.Span ?? change.Span, change.Id, change.Disruption, options.MaxDisruption)
            : null;
    }

    private static IEnumerable<Operation> Operations(ResourceChange change, ResourceSpec? spec, ResourceId? user, ApplyOptions options) => change.Action switch
    {
        ChangeAction.Create => Create(change, spec),
        ChangeAction.Update when change.Id.Kind == ResourceKind.StorageVolume => Resize(change, user),
        ChangeAction.Update or ChangeAction.NoOp => Update(change, spec, options),
        ChangeAction.Replace => [.. Delete(change, spec, options), .. Create(change, spec)],
        _ => Delete(change, spec, options),
    };

    private static IEnumerable<Operation> Create(ResourceChange change, ResourceSpec? spec)
    {
        var id = change.Id;
        if (id.Kind == ResourceKind.StorageVolume)
        {
            yield return VolumeCreation.Of(change, spec);
            yield break;
        }

        if (change.Install is not { IsTransient: true })
        {
            yield return new DefineNew(id, change.DefineXml!);
        }

        if (id.Kind == ResourceKind.StoragePool && PoolFolders.AreMade(change.DefineXml!))
        {
            yield return new BuildPool(id);
        }

        foreach (var state in change.States.OrderBy(static state => state.Field))
        {
            if (state.After)
            {
                foreach (var operation in state.Field is "autostart" ? [new SetAutostart(id, true)] : Start(change))
                {
                    yield return operation;
                }
            }
        }
    }

    private static IEnumerable<Operation> Start(ResourceChange change) => change.Install is { } install
        ? [new StartInstall(change.Id, install.Xml) { Anew = install.Anew }, .. install.OnlyForStart.Select(static volume => new DeleteVolume(volume))]
        : [new StartResource(change.Id)];

    private static IEnumerable<Operation> Update(ResourceChange change, ResourceSpec? spec, ApplyOptions options)
    {
        var id = change.Id;
        var restarts = Restarts(change, options);
        if (change.Action is ChangeAction.NoOp && change.IsMemoryStale && id.Kind == ResourceKind.Domain && change.Layers is null)
        {
            yield return new Remember(id, change);
        }
        else if (change.IsMemoryStale || (change.Action is ChangeAction.Update && change.Fields.Any(static field => !field.IsConfigured)))
        {
            yield return new Redefine(id, change);
        }

        // A restart brings everything; plugging devices into what is about to stop would be for nothing.
        if (change.Disruption >= Disruption.Live && !restarts && change.Fields.Any(static field => field is { Effect: Effect.Live, LiveMeans: not null }))
        {
            yield return new ApplyLive(id, change) { GuestDeadline = options.GuestDeadline };
        }

        foreach (var state in change.States.Where(static state => state.Field is "autostart"))
        {
            yield return new SetAutostart(id, state.After);
        }

        var running = change.States.FirstOrDefault(static state => state.Field is "running");
        if (running is { After: true })
        {
            foreach (var operation in Start(change))
            {
                yield return operation;
            }
        }
        else if (running is { After: false })
        {
            yield return StopGently(id, spec, options, powerOff: false);
        }
        else if (restarts)
        {
            yield return StopGently(id, spec, options, powerOff: false);
            yield return new StartResource(id);
        }
    }

    private static IEnumerable<Operation> Delete(ResourceChange change, ResourceSpec? spec, ApplyOptions options)
    {
        var id = change.Id;
        if (id.Kind == ResourceKind.StorageVolume)
        {
            yield return new DeleteVolume(id);
            yield break;
        }

        yield return StopGently(id, spec, options, powerOff: change.Action is ChangeAction.Delete);
        yield return new Undefine(id);
    }

    private static IEnumerable<Operation> Resize(ResourceChange change, ResourceId? user)
    {
        foreach (var field in change.Fields.Where(static field => field.Path.Plain is "capacity"))
        {
            if (ByteSize.Parse(field.After) is { } capacity)
            {
                yield return new ResizeVolume(change.Id, capacity, field.Effect is Effect.DataLoss, user);
            }
        }
    }

    /// <summary>The power is cut only where the domain goes for good, or its spec says that it may be.</summary>
    private static Operation StopGently(ResourceId id, ResourceSpec? spec, ApplyOptions options, bool powerOff)
    {
        if (id.Kind != ResourceKind.Domain)
        {
            return new StopResource(id);
        }

        var wish = ShutdownWish.Of(spec);
        return new ShutdownGuest(id, options.ShutdownDeadline ?? wish.Timeout ?? options.UsualShutdownDeadline, powerOff || wish.Force);
    }

    /// <summary>Whether an object that stays is stopped and started for what waits for that.</summary>
    public static bool Restarts(ResourceChange change, ApplyOptions options) =>
        options.Restarts && change.Action is (ChangeAction.NoOp or ChangeAction.Update) && options.MaxDisruption >= Disruption.Restart && NeedsRestart(change);

    private static bool NeedsRestart(ResourceChange change) =>
        !change.PendingRestart.IsEmpty || (change.Disruption >= Disruption.NextBoot && change.Fields.Any(static field => field.Effect is Effect.NextStart));

    /// <summary>For each volume, one domain of the run that needs it.</summary>
    private static Dictionary<ResourceId, ResourceId> VolumeUsers(ResourceGraph graph)
    {
        var users = new Dictionary<ResourceId, ResourceId>();
        foreach (var (id, needs) in graph.Dependencies)
        {
            foreach (var need in needs)
            {
                if (id.Kind == ResourceKind.Domain && need.Kind == ResourceKind.StorageVolume)
                {
                    users.TryAdd(need, id);
                }
            }
        }

        return users;
    }
}
