namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The labels of specs stay with the domains of a real libvirt, and choose them.</summary>
public sealed class LabelTests : IAsyncLifetime
{
    private readonly string _prefix = $"vplabel-{Guid.NewGuid():n}"[..15];
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/vp-label-{Guid.NewGuid():n}").FullName;

    private string Specs => $"{_folder}/specs.yaml";

    [SkippableFact]
    public async Task Labels_choose_the_domains_that_are_edited_and_patched()
    {
        NativeBinary.SkipWithoutHost();
        await ApplyAsync("web", "db");

        var edit = await NativeBinary.RunAsync("xml", $"{_prefix}-*", "-l", $"set={_prefix},tier!=db", "--edit", "--metadata", "title=chosen");
        Assert.True(edit.ExitCode is 0, edit.Error);
        Assert.Equal(("chosen", ""), (await TitleAsync("a"), await TitleAsync("b")));

        // Another label is no change to the domain, but remembered.
        await WriteAsync("web", "cache");
        var plan = await NativeBinary.RunAsync("plan", "--detailed-exitcode", Specs);
        Assert.True(plan.ExitCode is 0, plan.Out + plan.Error);
        await ApplyAsync("web", "cache");
        var again = await NativeBinary.RunAsync("xml", "-l", $"set={_prefix},tier=cache", "--edit", "--metadata", "title=cached");
        Assert.True(again.ExitCode is 0, again.Error);
        Assert.Equal(("chosen", "cached"), (await TitleAsync("a"), await TitleAsync("b")));

        await File.WriteAllTextAsync($"{_folder}/patch.yaml", $$"""
            apiVersion: virtprovision/v1
            kind: DomainPatch
            metadata: {name: {{_prefix}}}
            spec:
              match: {labels: {set: {{_prefix}}, tier: web} }
              patch: {metadata: {title: patched} }
            """);
        var patch = await NativeBinary.RunAsync("apply", "--yes", $"{_folder}/patch.yaml");
        Assert.True(patch.ExitCode is 0, patch.Out + patch.Error);
        Assert.Equal(("patched", "cached"), (await TitleAsync("a"), await TitleAsync("b")));

        var nobody = await NativeBinary.RunAsync("xml", $"{_prefix}-*", "-l", "tier=none", "--edit", "--memory", "64");
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("VP8703", nobody.Error, StringComparison.Ordinal);
        var wrong = await NativeBinary.RunAsync("xml", "-l", "=web", "--edit", "--memory", "64");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("VP9214", wrong.Error, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (File.Exists(Specs))
        {
            await NativeBinary.RunAsync("destroy", "--yes", Specs);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task ApplyAsync(string a, string b)
    {
        await WriteAsync(a, b);
        var run = await NativeBinary.RunAsync("apply", "--yes", Specs);
        Assert.True(run.ExitCode is 0, run.Out + run.Error);
    }

    private Task WriteAsync(string a, string b) => File.WriteAllTextAsync(Specs, string.Join("\n---\n", new[] { ("a", a), ("b", b) }.Select(domain => $$"""
        apiVersion: virtprovision/v1
        kind: Domain
        metadata: {name: {{_prefix}}-{{domain.Item1}}, labels: {set: {{_prefix}}, tier: {{domain.Item2}} } }
        spec: {type: qemu, memory: 64MiB}
        """)));

    private async Task<string> TitleAsync(string name) =>
        (await NativeBinary.RunProgramAsync("virsh", "-q", "-c", "qemu:///system", "desc", "--title", $"{_prefix}-{name}")).Out.Trim() is var title && title.StartsWith("No title", StringComparison.Ordinal) ? "" : title;
}
