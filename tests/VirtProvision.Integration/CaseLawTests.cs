using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Defaults;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;
using VirtProvision.Testing;
using Xunit.Abstractions;

namespace VirtProvision.Integration;

/// <summary>The law on which trust in a plan stands: what was defined from a spec, and not touched since, is as the spec says. Held by every case that libvirt takes.</summary>
public sealed class CaseLawTests(ITestOutputHelper output)
{
    private static readonly HostFacts s_emulating = Emulating();

    public static TheoryData<string> DomainCases => new(((IEnumerable<object[]>)Cases).Select(static row => (string)row[0]).Where(static name => name.StartsWith("domain/", StringComparison.Ordinal)));

    public static TheoryData<string> Cases => new(new[] { ResourceKind.Domain, ResourceKind.Network, ResourceKind.StoragePool }
        .SelectMany(static kind => Directory.EnumerateDirectories(Path.Combine(RepositoryPaths.Cases, kind.Folder)))
        .Where(static folder => !File.Exists(Path.Combine(folder, "findings.verified.txt")) && !File.Exists(Path.Combine(folder, "newer-libvirt.txt")))
        .Select(static folder => Path.GetRelativePath(RepositoryPaths.Cases, folder))
        .Order(StringComparer.Ordinal));

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task What_was_defined_is_as_the_spec_says(string name)
    {
        await using var play = await Playground.OpenAsync();
        var (refusal, difference) = await TryAsync(play, Read(name, play));
        Skip.If(refusal is not null, $"This libvirt does not take it: {refusal}");
        Assert.True(difference is null, difference);
    }

    /// <summary>The cases put much into one domain, and one thing that this host can't do spoils it all. So each member and each device also stands alone.</summary>
    [SkippableTheory]
    [MemberData(nameof(DomainCases))]
    public async Task So_is_each_part_of_it(string name)
    {
        await using var play = await Playground.OpenAsync();
        var spec = Read(name, play);
        var taken = 0;
        var refusals = new List<string>();
        var differences = new List<string>();
        foreach (var part in SpecParts.Of(spec.Spec))
        {
            var (refusal, difference) = await TryAsync(play, spec with { Spec = part });
            taken += refusal is null ? 1 : 0;
            refusals.AddRange(refusal is null ? [] : [refusal]);
            differences.AddRange(difference is null ? [] : [difference]);
        }

        output.WriteLine($"{taken} taken, {refusals.Count} refused: {string.Join("; ", refusals.Distinct())}");
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        Skip.If(taken == 0, $"This libvirt takes no part of it: {string.Join("; ", refusals.Distinct())}");
    }

    /// <returns>Why libvirt does not take the spec, or else what a plan would change in what libvirt made of it.</returns>
    private static async Task<(string? Refusal, string? Difference)> TryAsync(Playground play, ResourceSpec spec)
    {
        var findings = new DiagnosticBag();
        var desired = Rendering.Render(TemplateRenderer.Embedded, [spec], findings).Single()!;
        var creation = CreationOf(spec, findings)!;
        Assert.False(findings.HasErrors, string.Join('\n', findings));
        var rendered = new Dictionary<ResourceId, RenderedResource> { [spec.Id] = new(desired, creation) };
        var graph = new ResourceGraph([spec], ImmutableDictionary<ResourceId, ImmutableArray<ResourceId>>.Empty.Add(spec.Id, []));
        try
        {
            await DefineAsync(play, Planner.ChangeOf(spec, new PlannerInput(graph, rendered, ObservedHost.Empty)));
        }
        catch (LibvirtServerException exception)
        {
            return (exception.Message, null);
        }

        // Once more over what libvirt itself wrote.
        var difference = await DifferenceAsync(play, spec, graph, rendered);
        await play.Host.DefineAsync(spec.Id, XmlText.Write((await play.Host.ReadXmlAsync(spec.Id, XmlView.InactiveWithSecrets, default))!), default);
        difference ??= await DifferenceAsync(play, spec, graph, rendered);
        await play.Host.UndefineAsync(spec.Id, default);
        return (null, difference);
    }

    private static XElement? CreationOf(ResourceSpec spec, DiagnosticBag findings) => spec.Id.Kind == ResourceKind.Domain
        ? TemplateRenderer.Embedded.Render(spec with { Spec = DefaultRules.Apply(spec.Spec, s_emulating, OsFacts.Modern) }, findings)
        : TemplateRenderer.Embedded.Render(spec, findings);

    // The usual host without KVM, which a test machine need not have.
    private static HostFacts Emulating()
    {
        var xml = new XElement(HostFacts.Usual.Capabilities.Xml);
        xml.Descendants("domain").Where(static domain => domain.Attribute("type")?.Value is "kvm").Remove();
        return HostFacts.Usual with { Capabilities = HostCapabilities.Parse(xml), Domain = null };
    }

    private static async Task<string?> DifferenceAsync(Playground play, ResourceSpec spec, ResourceGraph graph, Dictionary<ResourceId, RenderedResource> rendered)
    {
        var change = Planner.ChangeOf(spec, new PlannerInput(graph, rendered, await play.Host.ObserveAsync(new ObservationRequest([spec.Id], [], []), default)));
        return change is { Action: ChangeAction.NoOp, IsMemoryStale: false }
            ? null
            : $"{string.Join('\n', change.Fields)}\n{rendered[spec.Id].Desired}\n{await play.Host.ReadXmlAsync(spec.Id, XmlView.Inactive, default)}";
    }

    private static async Task DefineAsync(Playground play, ResourceChange change)
    {
        var task = new ResourceTask(change, null, [new DefineNew(change.Id, change.DefineXml!)]);
        var define = (DefineNew)Creation.Complete(task, Remembering.Default, Guid.NewGuid).Operations.Single();
        await play.Host.DefineAsync(change.Id, XmlText.Write(define.Xml), default);
    }

    /// <summary>The case under a name of this test's, emulated.</summary>
    private static ResourceSpec Read(string name, Playground play)
    {
        var workspace = Workspace.Load(new WorkspaceOptions { Paths = [Path.Combine(RepositoryPaths.Cases, name, "spec.yaml")] });
        var kind = ResourceKind.All.Single(kind => name.StartsWith(kind.Folder + "/", StringComparison.Ordinal));
        var spec = workspace.Graph.Resources.Last(resource => resource.Id.Kind == kind);
        var content = spec.Spec;
        if (kind == ResourceKind.Domain && content.TextOf("type") is null or "kvm")
        {
            content = content.With("type", ScalarNode.String(content.Span, "qemu"));
        }

        return spec with { Id = play.Name(kind, "case"), Spec = content };
    }
}
