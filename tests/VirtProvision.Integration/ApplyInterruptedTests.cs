using System.Security.Cryptography;
using VirtProvision.Core.Kinds;
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

    [SkippableFact]
    public async Task An_upload_that_is_cut_in_its_middle_leaves_nothing_half_and_the_next_run_finishes()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        await using var proxy = new CuttingProxy(play.Folder);
        var content = RandomNumberGenerator.GetBytes(48 << 20);
        var image = Path.Combine(play.Folder, "image.raw");
        await File.WriteAllBytesAsync(image, content);
        var volume = play.Name(ResourceKind.StorageVolume, "v.raw");
        var specs = new SpecFolder($"{play.Folder}/specs") { Uri = $"qemu:///system?socket={proxy.Path}", Progress = new CuttingTransfer(16 << 20, proxy) };
        specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: StorageVolume
            metadata: {name: {{volume.Name}}}
            spec: {pool: {{play.Pool.Name}}, format: raw, source: {path: "{{image}}"} }
            """);

        var broken = await specs.ApplyAsync();
        Assert.Contains(broken.Diagnostics, static finding => finding.Code is "VP7002");

        specs.Uri = LibvirtDaemon.Qemu;
        specs.Progress = null;
        await specs.MustApplyAsync();
        await specs.MustBeUnchangedAsync();
        Assert.Equal(content, await File.ReadAllBytesAsync($"{play.Folder}/pool/{volume.Name}"));
        Assert.Single(Directory.GetFiles($"{play.Folder}/pool"));
    }

    private sealed class CuttingTransfer(long after, CuttingProxy proxy) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value)
        {
            if (value.Stage is ApplyStage.Transfer && value.Moved > after)
            {
                proxy.Cut();
            }
        }
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
