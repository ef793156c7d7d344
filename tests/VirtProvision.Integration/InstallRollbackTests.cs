using System.Security.Cryptography;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Images;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Integration;

/// <summary>An installation that fails leaves nothing of what it made for its domain.</summary>
public sealed class InstallRollbackTests
{
    [SkippableFact]
    public async Task Storage_that_was_made_for_a_domain_that_cannot_start_is_taken_back()
    {
        await using var play = await Playground.OpenAsync();
        var pool = play.Name(ResourceKind.StoragePool, "auto");
        play.Name(ResourceKind.Domain, "vm");
        var request = Request(play, $"disks: [{{path: {play.Folder}/{pool.Name}/disk.img, size: 8MiB}}], networks: [{{network: {play.Prefix}-none}}]");
        await using var installation = new Installation(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TemplateRenderer.Embedded, PipelineTools.Default);

        await using var prepared = await installation.PrepareAsync(request, default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        Assert.Equal(3, prepared.Plan!.Changes.Length);
        Assert.Contains(prepared.Diagnostics, static finding => finding.Code is "VP8318");
        Assert.DoesNotContain(pool.Name, await Playground.VirshAsync("pool-list", "--all"), StringComparison.Ordinal);

        var result = await installation.RunAsync(prepared, progress: null, default);
        Assert.False(result.Report!.Succeeded);
        Assert.DoesNotContain($"{play.Prefix}-vm", await Playground.VirshAsync("list", "--all"), StringComparison.Ordinal);
        Assert.DoesNotContain(pool.Name, await Playground.VirshAsync("pool-list", "--all"), StringComparison.Ordinal);
        Assert.False(File.Exists($"{play.Folder}/{pool.Name}/disk.img"));
    }

    [SkippableFact]
    public async Task What_was_there_before_stays()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "vm");
        await Playground.VirshAsync("vol-create-as", play.Pool.Name, "mine.img", "8M");
        var request = Request(
            play, $"disks: [{{path: {play.Folder}/pool/mine.img}}, {{path: {play.Folder}/pool/new.img, size: 8MiB}}], networks: [{{network: {play.Prefix}-none}}]");
        await using var installation = new Installation(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TemplateRenderer.Embedded, PipelineTools.Default);

        await using var prepared = await installation.PrepareAsync(request, default);
        var result = await installation.RunAsync(prepared, progress: null, default);

        Assert.False(result.Report!.Succeeded);
        Assert.Equal([$"{play.Folder}/pool/mine.img"], Directory.GetFiles($"{play.Folder}/pool"));
        Assert.Contains(play.Pool.Name, await Playground.VirshAsync("pool-list"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_disk_starts_from_an_image_that_is_fetched_first()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        play.Name(ResourceKind.Domain, "vm");
        var content = RandomNumberGenerator.GetBytes(1 << 20);
        await File.WriteAllBytesAsync($"{play.Folder}/image.raw", content);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        var disk = $$"""{pool: {{play.Pool.Name}}, size: 8MiB, from: {image: {url: "file://{{play.Folder}}/image.raw", sha256: "{{digest}}"} } }""";
        await using var installation = new Installation(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TemplateRenderer.Embedded, PipelineTools.Default);

        await using var prepared = await installation.PrepareAsync(Request(play, $"disks: [{disk}], networks: []"), default);
        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        var result = await installation.RunAsync(prepared, progress: null, default);

        Assert.True(result.Report!.Succeeded, string.Join('\n', result.Diagnostics));
        var image = $"{play.Folder}/pool/{ImageFormat.VolumeName(digest, "raw")}";
        Assert.Equal(content, await File.ReadAllBytesAsync(image));
        var layer = Assert.Single(Directory.GetFiles($"{play.Folder}/pool"), file => file != image);
        Assert.Contains(image, await Playground.VirshAsync("vol-dumpxml", Path.GetFileName(layer), play.Pool.Name), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task An_image_whose_content_nobody_gave_is_refused()
    {
        await using var play = await Playground.OpenAsync();
        await using var installation = new Installation(new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions()), TemplateRenderer.Embedded, PipelineTools.Default);
        var disk = $$"""{pool: {{play.Pool.Name}}, size: 8MiB, from: {image: {url: "file:///nowhere.raw"} } }""";

        await using var prepared = await installation.PrepareAsync(Request(play, $"disks: [{disk}], networks: []"), default);

        Assert.Contains(prepared.Diagnostics, static finding => finding.Code is "VP3050");
    }

    private static InstallRequest Request(Playground play, string devices)
    {
        var findings = new DiagnosticBag();
        var resources = new List<ResourceSpec>();
        var yaml = $"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {"{"}name: {play.Prefix}-vm{"}"}
            spec: {"{"}type: qemu, memory: 64MiB, vcpus: 1, osinfo: generic, defaults: server, install: {"{"}import: true{"}"}, {devices}{"}"}
            """;
        new ResourceReader(SchemaCatalog.Embedded, findings).Read(YamlDocumentReader.Read(new SourceFile("x.yaml", yaml), findings).Single(), ImmutableHashSet<TextPosition>.Empty, resources);
        Assert.Empty(findings);
        var domain = resources.Single();
        return new InstallRequest(domain.Spec) { Name = ScalarNode.String(domain.Span, domain.Id.Name), Span = domain.Span };
    }
}
