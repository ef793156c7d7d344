using VirtProvision.Core.Kinds;
using VirtProvision.Runtime;

namespace VirtProvision.Integration;

/// <summary>A display's password: on the host as it must be, remembered as a salted hash, and printed nowhere.</summary>
public sealed class SecretTests
{
    [SkippableFact]
    public async Task A_password_arrives_stays_changes_and_goes_and_is_never_shown()
    {
        await using var play = await Playground.OpenAsync();
        var specs = new SpecFolder(Path.Combine(play.Folder, "specs"));
        var name = play.Name(ResourceKind.Domain, "vm").Name;
        void Write(string members, string extra = "") => specs.Write($$"""
            apiVersion: virtprovision/v1
            kind: Domain
            metadata: {name: {{name}} }
            spec:
              type: qemu
              memory: 64MiB
              {{extra}}
              graphics: [{type: vnc{{members}} }]
            """);

        Write(", password: hunter2");
        await specs.MustApplyAsync();
        var shown = await Playground.VirshAsync("dumpxml", name);
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Contains("passwd=\"sha256:", shown.Replace('\'', '"'), StringComparison.Ordinal);
        Assert.Equal("hunter2", await PasswordAsync(name));
        await specs.MustBeUnchangedAsync();

        Write(", password: hunter2", "metadata: {title: touched}");
        await specs.MustApplyAsync();
        Assert.Equal("hunter2", await PasswordAsync(name));
        await specs.MustBeUnchangedAsync();

        Write(", password: hunter3", "metadata: {title: touched}");
        var plan = await specs.PlanAsync();
        Assert.True(Assert.Single(Assert.Single(plan.Plan!.Changes).Fields).IsSecret);
        Assert.DoesNotContain("hunter", SpecFolder.Changes(plan.Plan) + SpecFolder.Findings(plan), StringComparison.Ordinal);
        await specs.MustApplyAsync();
        Assert.Equal("hunter3", await PasswordAsync(name));
        await specs.MustBeUnchangedAsync();

        Write("", "metadata: {title: touched}");
        Assert.True((await specs.PlanAsync()).Plan!.HasChanges);
        await specs.MustApplyAsync();
        Assert.Null(await PasswordAsync(name));
        await specs.MustBeUnchangedAsync();
    }

    private static async Task<string?> PasswordAsync(string name) =>
        System.Xml.Linq.XElement.Parse(await Playground.VirshAsync("dumpxml", "--inactive", "--security-info", name))
            .Element("devices")!.Element("graphics")!.Attribute("passwd")?.Value;
}
