using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Planning;

/// <summary>What changes mean for an object that runs.</summary>
/// <param name="Fields">
/// The changes of the configuration, each with the effect that it has on the object as it runs, which may be another than its configuration says; and what the
/// configuration has already, the running object lacks, and a call can bring: a run that was killed, a guest that refused.
/// </param>
/// <param name="Pending">What else the next start would bring.</param>
internal sealed record RunningChanges(ImmutableArray<FieldChange> Fields, ImmutableArray<FieldChange> Pending)
{
    /// <param name="changes">From the persistent configuration to what is desired.</param>
    /// <param name="desired">Sparse.</param>
    /// <param name="against">The comparison that gave the changes, with another XML for what the host has.</param>
    /// <param name="merged">What the configuration will be.</param>
    /// <param name="isOurs">Whether we ever applied anything to it.</param>
    /// <param name="namesMemory">Whether it is said how much memory the guest holds now; null for desired to tell.</param>
    public static RunningChanges Of(
        KindFacts facts,
        ObservedResource observed,
        ImmutableArray<FieldChange> changes,
        XElement desired,
        Func<XElement, ImmutableArray<FieldChange>> against,
        Func<XElement> merged,
        bool isOurs,
        bool? namesMemory = null)
    {
        if (observed is not { IsPersistent: true, Live: { } live })
        {
            return new RunningChanges(changes, []);
        }

        var pending = PendingComparer.Compare(facts, observed.Inactive, live);
        if (changes.IsEmpty && pending.IsEmpty && !(namesMemory ?? desired.Element("currentMemory") is not null))
        {
            return new RunningChanges([], []);
        }

        var lacking = new LackingFields(
            LiveLimits.Judge(facts, against(live), desired, live, observed.Inactive),
            new Lazy<ImmutableArray<FieldChange>>(() => PendingComparer.Compare(facts, merged(), live)));
        var waiting = LiveLimits.Judge(facts, pending, observed.Inactive, live, observed.Inactive)
            .Concat(namesMemory is not true && LiveLimits.WasAskedForMemory(AppliedMemory.Read(live)?.LastApplied, desired) ? [] : lacking.Memory)
            .Where(field => !changes.Any(change => change.Path.Overlaps(field.Path)))
            .ToLookup(field => CanBeBrought(field, lacking, isOurs, live, facts));
        return new RunningChanges(
            [.. changes.Select(lacking.Judged), .. waiting[true].Select(static field => field with { IsConfigured = true })],
            [.. waiting[false].Select(static field => field with { Effect = Effect.NextStart, LiveMeans = null })]);
    }

    /// <summary>What a running object lacks of a spec. What left the spec since it was last brought to it is gone from what was last applied, and may still run.</summary>
    public static ImmutableArray<FieldChange> Lacking(KindFacts facts, XElement? lastApplied, RenderedResource rendered, XElement live)
    {
        var lacking = XmlComparer.Compare(facts, lastApplied, rendered.Desired, live, rendered.Creation).Changes;

        // It started with the memory of that moment, and gets each later one when it has got what goes with it.
        if (AppliedMemory.Read(live) is not { } brought)
        {
            return lacking;
        }

        var known = lacking.Select(static field => field.Path).ToHashSet();
        var older = XmlComparer.Compare(facts, brought.LastApplied, rendered.Desired, live, rendered.Creation).Changes;
        return [.. lacking, .. older.Where(field => !known.Contains(field.Path))];
    }

    /// <summary>Only what is ours: what someone else left for the next start waits for it. A processor that a guest keeps is never asked for twice: it took QEMU down.</summary>
    private static bool CanBeBrought(FieldChange field, LackingFields lacking, bool isOurs, XElement live, KindFacts facts) =>
        field is { Effect: Effect.Live, LiveMeans: not null }
        && !LiveLimits.TakesProcessors(field, live)
        && (lacking.Has(field.Path) || (isOurs && IsNamedDevice(field, live, facts)));

    /// <summary>A device that was named by a spec and has left it: of it, nothing but the name in the running object remains.</summary>
    private static bool IsNamedDevice(FieldChange field, XElement live, KindFacts facts) =>
        field.Kind is FieldChangeKind.Remove
        && ItemLocator.Find(facts, live, field.Path)?.Element("alias")?.Attribute("name")?.Value is { } alias
        && UserAlias.Is(alias);

    /// <summary>What the running object lacks of what is desired.</summary>
    /// <param name="waiting">What will wait for the next start, when the configuration is as it will be.</param>
    private sealed class LackingFields(ImmutableArray<FieldChange> fields, Lazy<ImmutableArray<FieldChange>> waiting)
    {
        /// <summary>A guest takes and gives memory as it likes, once it was asked: so only what it was never asked for counts.</summary>
        public IEnumerable<FieldChange> Memory => fields.Where(static one => one.Path.Plain is "currentMemory");

        public bool Has(XmlPath path) => fields.Any(field => field.Path.Overlaps(path));

        /// <summary>The change with the effect that it has on the running object.</summary>
        public FieldChange Judged(FieldChange change)
        {
            if (change.Effect is not (Effect.Live or Effect.NextStart))
            {
                return change;
            }

            // A device that only one of both configurations has is a change of the whole there and of its fields here.
            var same = fields.FirstOrDefault(field => field.Path.Equals(change.Path));
            var parts = same is not null ? [same] : fields.Where(field => field.Path.Overlaps(change.Path)).ToArray();
            if (parts.Length == 0 || IsOfTheHost(change, same))
            {
                // The running object has it already.
                return change with { Effect = Effect.Live, LiveMeans = null };
            }

            var isLive = parts.All(static part => part.Effect is Effect.Live);
            return change with { Effect = isLive ? Effect.Live : Effect.NextStart, LiveMeans = isLive ? parts[0].LiveMeans : null };
        }

        /// <summary>What goes from the configuration never came to the running object: it has a value that it was given when it started.</summary>
        private bool IsOfTheHost(FieldChange change, FieldChange? lacking) =>
            lacking is { Kind: FieldChangeKind.Remove } && change.Kind is FieldChangeKind.Remove && lacking.Before != change.Before
            && !waiting.Value.Any(field => field.Path.Overlaps(change.Path));
    }
}
