using System.Globalization;
using System.Net;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;
using Xunit.Abstractions;

namespace VirtProvision.Integration.Transports;

/// <summary>A far host: what takes long there is not the bytes but how often one waits for an answer before asking on.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SshRoundTripTests(ITestOutputHelper output)
{
    private const int RoundTripsAtMost = 12;

    private static readonly TimeSpan s_roundTrip = TimeSpan.FromMilliseconds(50);

    [SkippableFact]
    public async Task A_plan_of_many_domains_waits_for_few_answers()
    {
        // VP_MANY=1000 measures; the suite needs only to see that their number does not grow with that of the domains.
        var count = int.Parse(Environment.GetEnvironmentVariable("VP_MANY") ?? "100", CultureInfo.InvariantCulture);
        await using var play = await Playground.OpenAsync();
        await using var server = await SshServer.StartAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        for (var i = 0; i < count; i++)
        {
            var name = play.Name(Core.Kinds.ResourceKind.Domain, i.ToString("d4", CultureInfo.InvariantCulture)).Name;
            specs.Write($"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: {name}}}\nspec: {{type: qemu, memory: 64MiB, vcpus: 1}}\n", $"{name}.yaml");
        }

        await specs.MustApplyAsync();
        var own = await TripsAsync(server, port => SshServer.RunAsync("ssh", [.. Options(server), "-p", port.ToString(CultureInfo.InvariantCulture), "127.0.0.1", "true"]));
        var whole = await TripsAsync(server, port => PlanAsync(specs.Path, Uri(server, port)));
        output.WriteLine($"{count} domains: {whole} round trips, of which ssh by itself takes {own}");
        Assert.True(whole - own <= RoundTripsAtMost, $"The plan of {count} domains waits {whole - own} times beyond ssh's own {own}.");
    }

    private static string[] Options(SshServer server) =>
        ["-i", server.KeyFile, "-o", "StrictHostKeyChecking=no", "-o", $"UserKnownHostsFile={server.Folder}/any", "-o", "LogLevel=ERROR", "-o", "BatchMode=yes"];

    private static string Uri(SshServer server, int port) => $"qemu+ssh://127.0.0.1:{port}/system?keyfile={server.KeyFile}&known_hosts={server.Folder}/any&no_verify=1";

    // A machine that is busy with other things can only add to it: the least of three counts.
    private static async Task<int> TripsAsync(SshServer server, Func<int, Task> act)
    {
        var least = int.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            await using var link = new ShapedProxy(new IPEndPoint(IPAddress.Loopback, server.Port)) { Tick = s_roundTrip / 2 };
            await act(link.Port);
            least = Math.Min(least, link.TicksOfClient);
        }

        return least;
    }

    private static async Task PlanAsync(string path, string uri)
    {
        var pipeline = new Pipeline(new WorkspaceOptions { Paths = [path] }, TemplateRenderer.Embedded, PipelineTools.Default);
        var result = await pipeline.PlanAsync(new LibvirtConnector(uri), default);
        Assert.False(result.HasErrors, SpecFolder.Findings(result));
        Assert.False(result.Plan!.HasChanges, SpecFolder.Changes(result.Plan));
    }
}
