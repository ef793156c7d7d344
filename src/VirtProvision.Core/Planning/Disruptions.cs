using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Planning;

/// <summary>What changes cost. Decided here and nowhere else.</summary>
public static class Disruptions
{
    public static Disruption Of(ResourceKind kind, ChangeAction action, ImmutableArray<FieldChange> fields, ImmutableArray<StateChange> states, bool isRunning)
    {
        var worst = action switch
        {
            ChangeAction.Replace or ChangeAction.Delete when kind == ResourceKind.StorageVolume => Disruption.DataLoss,
            ChangeAction.Replace => Disruption.Replace,
            ChangeAction.Delete when isRunning => Disruption.Replace,
            _ => Disruption.None,
        };
        foreach (var field in fields)
        {
            worst = Worse(worst, Of(kind, field.Effect, isRunning));
        }

        foreach (var state in states)
        {
            worst = Worse(worst, Of(state));
        }

        return worst;
    }

    /// <summary>An object that does not run is disturbed by nothing short of being replaced.</summary>
    public static Disruption Of(ResourceKind kind, Effect effect, bool isRunning) => effect switch
    {
        Effect.DataLoss => Disruption.DataLoss,
        Effect.Replace when kind == ResourceKind.StorageVolume => Disruption.DataLoss,
        Effect.Replace => Disruption.Replace,
        _ when !isRunning => Disruption.None,
        Effect.NextStart => Disruption.NextBoot,
        _ => Disruption.Live,
    };

    private static Disruption Of(StateChange state) =>
        state is { Field: "running", Before: true, After: false } ? Disruption.Restart : Disruption.None;

    private static Disruption Worse(Disruption one, Disruption other) => one > other ? one : other;
}
