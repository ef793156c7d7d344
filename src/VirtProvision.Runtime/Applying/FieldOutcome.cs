using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Applying;

/// <summary>What became of one planned field. There is no fourth.</summary>
public enum FieldState
{
    /// <summary>Configuration and running object have it.</summary>
    Applied,

    /// <summary>The configuration has it, the running object not yet.</summary>
    Pending,

    /// <summary>Nobody has it.</summary>
    Failed,
}

/// <param name="Reason">Why it is not applied; null when it is.</param>
public sealed record FieldOutcome(FieldChange Change, FieldState State, string? Reason)
{
    /// <summary>The outcomes of a resource's fields, in the plan's order. Of what was not begun there are none.</summary>
    /// <param name="refused">The values that libvirt accepted and the second look did not find.</param>
    internal static ImmutableArray<FieldOutcome> Of(ResourceChange change, ResourceOutcome outcome, ImmutableArray<RefusedValue> refused)
    {
        if (outcome.State is OutcomeState.Skipped or OutcomeState.Unchanged)
        {
            return [];
        }

        var failure = outcome.State is OutcomeState.Failed ? outcome.Diagnostics.FirstOrDefault(static finding => finding.IsError) : null;
        var pending = outcome.Pending.ToLookup(static one => one.Change.Path);
        var values = refused.Where(value => value.Resource == change.Id).ToLookup(static value => value.Path);
        return [.. change.Fields.Select(field =>
            failure is not null ? new FieldOutcome(field, FieldState.Failed, failure.Detail)
            : values[field.Path.ToString()].FirstOrDefault() is { } value ? new FieldOutcome(field, FieldState.Failed, value.Finding.Detail)
            : pending[field.Path].FirstOrDefault() is { } waits ? new FieldOutcome(field, FieldState.Pending, waits.Reason)
            : new FieldOutcome(field, FieldState.Applied, null))];
    }
}

/// <summary>A value that libvirt accepted and did not keep.</summary>
internal sealed record RefusedValue(ResourceId Resource, string Path, Diagnostic Finding);
