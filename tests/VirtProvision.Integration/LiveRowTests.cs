using System.Xml.Linq;
using System.Xml.XPath;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

/// <summary>What the plan predicts for a running guest is what comes out: each row on one and the same guest, there and back.</summary>
public sealed class LiveRowTests(LiveRowTests.Guest guest) : IClassFixture<LiveRowTests.Guest>
{
    public static TheoryData<string> Rows => [.. LiveRow.ReadAll().Select(static row => row.Name)];

    [SkippableTheory, MemberData(nameof(Rows))]
    public async Task Comes_out_as_planned(string name)
    {
        var row = LiveRow.ReadAll().Single(row => row.Name == name);
        await guest.StartAsync();
        var changed = guest.Spec.Replace(guest.Filled(row.Old), guest.Filled(row.New), StringComparison.Ordinal);
        Assert.True(changed != guest.Spec, $"\"{row.Old}\" is not in guest.yaml.");
        try
        {
            await ChangeAsync(changed, row.Class, row.Means);
            await MustHoldAsync(row.Holds, XmlView.InactiveWithSecrets, true);
            await MustHoldAsync(row.Holds, XmlView.LiveWithSecrets, row.Class is "live");
        }
        catch
        {
            // The next row begins where this one should have.
            guest.Specs.Write(guest.Spec);
            await guest.Specs.ApplyAsync();
            throw;
        }

        await ChangeAsync(guest.Spec, row.Back, means: null);
        await MustHoldAsync(row.Holds, XmlView.InactiveWithSecrets, false);
        await MustHoldAsync(row.Holds, XmlView.LiveWithSecrets, row.Class is "live" && row.Back is not "live");
    }

    private async Task ChangeAsync(string spec, string @class, string? means)
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
        Assert.Equal(
            change.Fields.Select(static field => $"{field.Path}: {(field.Effect is Effect.Live ? FieldState.Applied : FieldState.Pending)}"),
            outcome.Fields.Select(static field => $"{field.Change.Path}: {field.State}"));
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

    private async Task MustHoldAsync(string holds, XmlView view, bool expected)
    {
        var xml = (await guest.ReadAsync(view))!;
        Assert.True((bool)xml.XPathEvaluate($"boolean({guest.Filled(holds)})") == expected, $"{view}: {holds} is {!expected} in\n{xml}");
    }

    /// <summary>Started when the first row asks for it.</summary>
    public sealed class Guest : IAsyncLifetime
    {
        private Playground? _play;

        internal SpecFolder Specs { get; private set; } = null!;

        internal ResourceId Domain { get; private set; } = null!;

        public string Spec { get; private set; } = "";

        public async Task StartAsync()
        {
            TestGuest.SkipWithout();
            if (_play is not null)
            {
                return;
            }

            var play = await Playground.OpenAsync();
            _play = play;
            Domain = play.Name(ResourceKind.Domain, "vm");
            _ = (play.Name(ResourceKind.StoragePool, "pool"), play.Name(ResourceKind.Network, "net"), play.Name(ResourceKind.Network, "other"));
            await File.WriteAllBytesAsync(Path.Combine(play.Folder, "a.iso"), new byte[1474560]);
            await File.WriteAllBytesAsync(Path.Combine(play.Folder, "fixed.raw"), new byte[1 << 20]);
            Spec = Filled(await File.ReadAllTextAsync(Path.Combine(LiveRow.Folder, "guest.yaml")));
            Specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
            Specs.Write(Spec);
            await Specs.MustApplyAsync();
            await TestGuest.WaitAsync(play);
        }

        public string Filled(string text) => text
            .Replace("PREFIX", _play!.Prefix, StringComparison.Ordinal)
            .Replace("FOLDER", _play.Folder, StringComparison.Ordinal)
            .Replace("BOOT\n", TestGuest.Boot(_play) + "\n", StringComparison.Ordinal);

        public Task<XElement?> ReadAsync(XmlView view) => _play!.Host.ReadXmlAsync(Domain, view, default);

        public Task InitializeAsync() => Task.CompletedTask;

        public async Task DisposeAsync()
        {
            if (_play is not null)
            {
                await _play.DisposeAsync();
            }
        }
    }
}
