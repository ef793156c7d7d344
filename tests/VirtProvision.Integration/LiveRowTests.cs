using System.Xml.XPath;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Planning;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>What the plan predicts for a running guest is what comes out: each row on one and the same guest, there and back.</summary>
public sealed class LiveRowTests(LiveGuests guests) : IClassFixture<LiveGuests>
{
    public static TheoryData<string> Rows => [.. LiveRow.All.Select(static row => row.Name)];

    [SkippableTheory, MemberData(nameof(Rows))]
    public async Task Comes_out_as_planned(string name)
    {
        var row = LiveRow.All.Single(row => row.Name == name);
        var guest = await guests.StartAsync(row.Guest);
        var changed = guest.Spec.Replace(guest.Filled(row.Old), guest.Filled(row.New), StringComparison.Ordinal);
        Assert.True(changed != guest.Spec, $"\"{row.Old}\" is not in guest.yaml.");
        try
        {
            await ChangeAsync(guest, changed, row.Class, row.Means);
            await MustHoldAsync(guest, row.Holds, XmlView.InactiveWithSecrets, true);
            await MustHoldAsync(guest, row.Holds, XmlView.LiveWithSecrets, row.Class is "live");
        }
        catch
        {
            // The next row begins where this one should have.
            guest.Specs.Write(guest.Spec);
            await guest.Specs.ApplyAsync();
            throw;
        }

        await ChangeAsync(guest, guest.Spec, row.Back, means: null);
        await MustHoldAsync(guest, row.Holds, XmlView.InactiveWithSecrets, false);
        await MustHoldAsync(guest, row.Holds, XmlView.LiveWithSecrets, row.Class is "live" && row.Back is not "live");
    }

    private static async Task ChangeAsync(LiveGuest guest, string spec, string @class, string? means)
    {
        guest.Specs.Write(spec);
        var plan = await guest.Specs.PlanAsync();
        Assert.False(plan.HasErrors, SpecFolder.Findings(plan));
        var change = plan.Plan!.Changes.Single(change => change.Id == guest.Domain);
        var shown = string.Join('\n', change.Fields);
        Assert.True(change.Disruption == (@class is "live" ? Disruption.Live : Disruption.NextBoot), $"{@class} was expected:\n{shown}");
        Assert.True(means is null || change.Fields.Any(field => field.LiveMeans == means), $"{means} was expected:\n{shown}");

        var result = await guest.Specs.MustApplyAsync(new ApplyOptions { MaxDisruption = change.Disruption });
        var outcome = result.Report!.Outcomes.Single(outcome => outcome.Id == guest.Domain);
        var waiting = outcome.Pending.Select(static pending => pending.Change.Path.ToString()).ToHashSet();
        var faults = outcome.Fields.Where(static field => field.State != (field.Change.Effect is Effect.Live ? FieldState.Applied : FieldState.Pending));
        Assert.Equal(change.Fields.Length, outcome.Fields.Length);
        Assert.True(!faults.Any(), string.Join('\n', faults.Select(static field => $"{field.Change} is {field.State}: {field.Reason}")));
        foreach (var field in change.Fields)
        {
            Assert.True(waiting.Contains(field.Path.ToString()) == field.Effect is Effect.NextStart, $"{field}\nPending: {string.Join('\n', outcome.Pending)}");
        }

        var after = await guest.Specs.PlanAsync();
        Assert.False(after.Plan!.HasChanges, SpecFolder.Changes(after.Plan));
        var pending = after.Plan.Changes.Single(change => change.Id == guest.Domain).PendingRestart.Select(static field => field.Path.ToString()).ToHashSet();
        foreach (var field in change.Fields)
        {
            Assert.True(pending.Contains(field.Path.ToString()) == field.Effect is Effect.NextStart, $"{field}\nPending restart: {string.Join('\n', pending)}");
        }
    }

    private static async Task MustHoldAsync(LiveGuest guest, string holds, XmlView view, bool expected)
    {
        var xml = (await guest.ReadAsync(view))!;
        Assert.True((bool)xml.XPathEvaluate($"boolean({guest.Filled(holds)})") == expected, $"{view}: {holds} is {!expected} in\n{xml}");
    }
}
