using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Puts a plan's changes into the host's own XML and defines it over the same UUID. The XML is read again, this time with its passwords:
/// what the plan was made from had none, and to define that would drop them.
/// </summary>
internal static class Redefinition
{
    /// <summary>What a plan's change comes to with the object as it is now, and what to define for it.</summary>
    public static (ImmutableArray<FieldChange> Changes, XElement Merged) Compare(ResourceChange change, XElement observed)
    {
        if (change.Layers is not null)
        {
            var patched = PatchPlanner.Compare(change, observed);
            return (patched.Changes, patched.Merged);
        }

        var compared = XmlComparer.Compare(KindFacts.For(change.Id.Kind), Remembering.LastApplied(change.Id.Kind, observed), change.DesiredXml!, observed, change.CreationXml);
        return (compared.Changes, compared.Merged);
    }

    private static bool BringsDevices(ResourceChange change) => change.CreationXml is not null || change.Layers?.Patches.Any(static layer => layer.Creation is not null) is true;

    public static async Task<OperationResult> RunAsync(IHypervisor host, Redefine operation, ResourceTask task, Remembering memory)
    {
        var id = operation.Resource;
        if (await host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false) is not { } observed)
        {
            return OperationResult.Failed(ApplyDiagnostics.HostChanged(task.Span, id, "it was removed"));
        }

        var (changes, merged) = Compare(operation.Change, observed);
        if (Worsened(operation.Change, changes) is { } how)
        {
            return OperationResult.Failed(ApplyDiagnostics.HostChanged(task.Span, id, how));
        }

        var before = XmlText.Write(observed);
        merged = BringsDevices(operation.Change) ? CreationIdentity.Freeze(merged, Guid.NewGuid) : merged;
        merged = operation.Change.DesiredXml is not null ? memory.Put(operation.Change, merged) : merged;
        await host.DefineAsync(id, XmlText.Write(merged), CancellationToken.None).ConfigureAwait(false);
        return OperationResult.Undoable(new RestoreDefinition(id, before));
    }

    /// <summary>Only if the domain still is as the spec says: else it would be remembered what was never applied.</summary>
    public static async Task<OperationResult> RememberAsync(IHypervisor host, Remember operation, ResourceTask task, Remembering memory)
    {
        var id = operation.Resource;
        if (await host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false) is not { } observed)
        {
            return OperationResult.Failed(ApplyDiagnostics.HostChanged(task.Span, id, "it was removed"));
        }

        if (Compare(operation.Change, observed).Changes is [var change, ..])
        {
            return OperationResult.Failed(ApplyDiagnostics.HostChanged(task.Span, id, $"{change.Path} is \"{change.Before}\" now"));
        }

        await host.RememberAsync(id, memory.Of(operation.Change, observed), CancellationToken.None).ConfigureAwait(false);
        return OperationResult.Done;
    }

    /// <summary>Someone else's change in between is kept, as any other; only if ours would now cost more than was agreed to do we stop.</summary>
    private static string? Worsened(ResourceChange planned, ImmutableArray<FieldChange> fresh)
    {
        var agreed = planned.Fields.IsEmpty ? Effect.Live : planned.Fields.Max(static field => field.Effect);
        var known = planned.Fields.Select(static field => field.Path).ToHashSet();
        foreach (var change in fresh)
        {
            // What a known change costs was judged by the running object, which may have had it all along.
            if (change.Effect > agreed && !(change.Effect is Effect.NextStart && known.Contains(change.Path)))
            {
                return $"{change.Path} is \"{change.Before}\" now";
            }
        }

        return null;
    }
}
