using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;

namespace VirtProvision.Core.Planning;

/// <summary>How an object stands to what was last applied to it, told from its own memory, without any spec.</summary>
/// <param name="IsManaged">A spec or a patch was applied to it, and it remembers.</param>
/// <param name="Drift">What does not hold any more of what was applied: what applying the same once more would bring back.</param>
/// <param name="Pending">What the configuration has and the running object gets when it is started anew; of a managed one only what is ours.</param>
/// <param name="Patches">The patches that had their say.</param>
public sealed record ResourceStanding(bool IsManaged, ImmutableArray<FieldChange> Drift, ImmutableArray<FieldChange> Pending, ImmutableArray<string> Patches)
{
    /// <summary>Of what does not exist, or remembers nothing and does not run.</summary>
    public static readonly ResourceStanding None = new(false, [], [], []);

    /// <summary>Whether an object remembers a spec or a patch.</summary>
    public static bool IsManagedBy(XElement observed) => AppliedMemory.Read(observed) is not null || PatchMemory.NamesIn(observed).Any();

    public static ResourceStanding Of(ObservedResource observed)
    {
        if (observed.Id.Kind == ResourceKind.StorageVolume || observed.Id.Kind == ResourceKind.StoragePool)
        {
            // Neither has room for a memory.
            return None;
        }

        var facts = KindFacts.For(observed.Id.Kind);
        var own = AppliedMemory.Read(observed.Inactive)?.LastApplied;
        var patches = PatchMemory.ReadAll(observed.Inactive);
        if (own is null && patches.IsEmpty)
        {
            return observed is { Live: { } live, IsPersistent: true } ? None with { Pending = PendingComparer.Compare(facts, observed.Inactive, live) } : None;
        }

        var compared = Against(facts, own, patches, observed.Inactive);
        var running = RunningChanges.Of(
            facts,
            observed,
            compared.Changes,
            own ?? patches[0].LastApplied,
            live => LackingOf(facts, own, patches, live),
            () => compared.Merged,
            isOurs: true);
        var lacking = observed.Live is { } now && !running.Pending.IsEmpty ? LackingOf(facts, own, patches, now) : [];
        return new ResourceStanding(
            IsManaged: true,
            running.Fields,
            [.. running.Pending.Where(field => lacking.Any(ours => ours.Path.Overlaps(field.Path)))],
            [.. patches.Select(static patch => patch.Name)]);
    }

    private static ImmutableArray<FieldChange> LackingOf(KindFacts facts, XElement? own, ImmutableArray<PatchMemory> patches, XElement live)
    {
        var missing = Against(facts, own, patches, live).Changes;
        return own is null ? missing : [.. missing, .. WithoutPatched(patches, RunningChanges.Lacking(facts, own, new RenderedResource(own, Creation: null), live))];
    }

    /// <summary>As a plan compares: the spec first, then patch after patch upon what the one before left; what differs in the end.</summary>
    private static (ImmutableArray<FieldChange> Changes, XElement Merged) Against(KindFacts facts, XElement? own, ImmutableArray<PatchMemory> patches, XElement observed)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        var merged = observed;
        if (own is not null)
        {
            // Applied and desired are the same: what is written nowhere else, a secret, is then what it was.
            var compared = XmlComparer.Compare(facts, own, own, observed);
            changes.AddRange(compared.Changes);
            merged = compared.Merged;
        }

        foreach (var patch in patches)
        {
            var stage = PatchStage.Run(facts, null, ItemPatterns.Expand(facts, patch.LastApplied, observed), merged, patch.LastApplied);
            merged = stage.Merged;
            changes.AddRange(stage.Changes);
        }

        return (patches.IsEmpty ? changes.ToImmutable() : NetChanges.Of(changes), merged);
    }

    // What has left the spec is told by the spec alone, and it knows nothing of patches.
    private static IEnumerable<FieldChange> WithoutPatched(ImmutableArray<PatchMemory> patches, ImmutableArray<FieldChange> changes) =>
        changes.Where(change => !patches.Any(patch => patch.Fields.Any(field => field.Path.Overlaps(change.Path))));
}
