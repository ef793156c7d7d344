using VirtProvision.Runtime.Applying;

namespace VirtProvision.Integration;

public sealed class ApplyInterruptedTests
{
    [SkippableTheory]
    [InlineData("defining")]
    [InlineData("building")]
    [InlineData("creating")]
    [InlineData("starting")]
    public async Task A_connection_that_is_cut_is_reported_and_the_next_run_converges(string verb)
    {
        await using var play = await Playground.OpenAsync();
        await using var proxy = new CuttingProxy(play.Folder);
        var specs = ApplyJourneyTests.Specs(play, running: false);
        specs.Uri = $"qemu:///system?socket={proxy.Path}";
        specs.Progress = new Cutting(verb, proxy);

        var broken = await specs.ApplyAsync();

        Assert.NotNull(broken.Report);
        Assert.False(broken.Report.Succeeded);
        Assert.Contains(broken.Diagnostics, finding => finding.Code is "VP7002");

        specs.Uri = LibvirtDaemon.Qemu;
        specs.Progress = null;
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
    }

    private sealed class Cutting(string verb, CuttingProxy proxy) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
            if (value.Stage is ApplyStage.Operation && value.Text == verb)
            {
                proxy.Cut();
            }
        }
    }
}
