using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Runtime.Tests.Snapshots;

/// <summary>What <c>apply --verify-identity</c> says of guests that it can't ask.</summary>
public sealed class FreshGuestTests : IDisposable
{
    private readonly SnapshotFolder _folder = new();
    private readonly IHostConnector _host;

    public FreshGuestTests()
    {
        _folder.Write("host.json", """{"uri": "qemu:///system", "pools": {"default": {"active": true, "volumes": []}}}""");
        _folder.Write("pools/default.xml", "<pool type='dir'><name>default</name><uuid>88888888-8888-8888-8888-888888888888</uuid><target><path>/images</path></target></pool>");
        _host = _folder.Connect();
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("running: true, defaults: none", "VP8340")]
    [InlineData("running: true, defaults: none, cloudInit: {userData: \"#cloud-config\\npackages: [nginx]\\n\"}, serials: [{type: pty}]", "VP8340")]
    public async Task Who_cannot_answer_is_told_of_before_anything_is_done(string spec, string code)
    {
        var result = await ApplyAsync(spec);

        Assert.Contains(result.Diagnostics, finding => finding.Code == code && finding.Span is not null);
        Assert.Null(result.Report);
    }

    [Theory]
    [InlineData("running: true", "VP8350", true)]
    [InlineData("running: false", "VP8349", false)]
    public async Task Who_is_there_already_is_not_heard_again(string spec, string code, bool goesOn)
    {
        Assert.True((await ApplyAsync("running: true, defaults: none", verifies: false)).Report is { Succeeded: true });
        var result = await ApplyAsync($"{spec}, defaults: none");
        Assert.Equal([code], result.Diagnostics.Select(static finding => finding.Code));
        Assert.Equal(goesOn, result.Identities is { IsEmpty: true });
    }

    private Task<ApplyResult> ApplyAsync(string spec, bool verifies = true)
    {
        _folder.Write("specs/vm.yaml", $$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: vm}
            spec: {memory: 1GiB, identity: fresh, {{spec}} }
            """);
        var pipeline = new Pipeline(new WorkspaceOptions { Paths = [Path.Combine(_folder.Path, "specs")] }, TemplateRenderer.Embedded, PipelineTools.Default);
        return pipeline.ApplyAsync(_host, new ApplyOptions { VerifiesIdentity = verifies }, static (_, _) => Task.FromResult(true), progress: null, default);
    }
}
