using System.Diagnostics;
using System.Globalization;
using VirtProvision.Core.Kinds;
using VirtProvision.Runtime.Applying;
using Xunit.Abstractions;

namespace VirtProvision.Integration;

/// <summary>Many domains at once: nothing is lost, and nothing is asked twice.</summary>
public sealed class PlanManyTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_hundred_domains_are_made_and_planned_in_few_calls()
    {
        // VP_MANY=1000 measures; the suite needs only to see that the number of calls is linear.
        var count = int.Parse(Environment.GetEnvironmentVariable("VP_MANY") ?? "100", CultureInfo.InvariantCulture);
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        for (var i = 0; i < count; i++)
        {
            var name = play.Name(ResourceKind.Domain, i.ToString("d4", CultureInfo.InvariantCulture)).Name;
            specs.Write($"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: {name}}}\nspec: {{type: qemu, memory: 64MiB, vcpus: 1}}\n", $"{name}.yaml");
        }

        var clock = Stopwatch.StartNew();
        var applied = await specs.MustApplyAsync();
        output.WriteLine($"apply {count}: {clock.ElapsedMilliseconds} ms");
        Assert.Equal(count, applied.Report!.Count(OutcomeState.Applied));

        for (var round = 0; round < 3; round++)
        {
            specs.Calls.Clear();
            clock.Restart();
            await specs.MustBeUnchangedAsync();
            output.WriteLine($"plan {count}: {clock.ElapsedMilliseconds} ms, {specs.Calls.Count} calls");
        }

        Assert.InRange(specs.Calls.Count, count, count + 20);
    }
}
