using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Tests.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Defaults;

/// <summary>What a domain of few words becomes on each hypervisor and architecture: <c>tests/cases/_defaults</c> on the hosts beside the conformance cases.</summary>
public sealed class DefaultsByHostTests
{
    private static readonly string s_folder = Path.Combine(RepositoryPaths.Cases, "_defaults");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(s_folder, "*.yaml").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [SkippableTheory, MemberData(nameof(Names))]
    public void A_host_gives_its_own_defaults(string name)
    {
        var findings = new DiagnosticBag();
        var file = Path.Combine(s_folder, name + ".yaml");
        var given = (MappingNode)YamlDocumentReader.Read(new SourceFile(name, File.ReadAllText(file)), findings)[0]!;
        var folder = Path.Combine(RepositoryPaths.Shared ?? "", "conformance", "hosts", given.TextOf("host")!);
        Skip.IfNot(Directory.Exists(folder), "The hosts of the conformance cases are not beside the repository.");

        var host = Host(folder);
        var spec = DefaultRules.ChooseMachine((MappingNode)given["spec"]!, host, OsFacts.Modern, trace: null, findings);
        spec = DefaultRules.Apply(spec, host with { Domain = Machine(folder, spec.TextOf("arch")!) }, OsFacts.Modern, trace: null, user: null, findings);
        var xml = TemplateRenderer.Embedded.Render(Rendering.Spec(spec, name, ResourceKind.Domain), findings);

        Assert.Empty(findings);
        Golden.Match(Path.Combine(s_folder, name + ".verified.xml"), Xml.ProvisionNamespace.WithoutMarks(xml!).ToString() + "\n");
    }

    private static HostFacts Host(string folder)
    {
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "host.json"))).RootElement;
        return new HostFacts(HostCapabilities.Parse(XElement.Load(Path.Combine(folder, "capabilities.xml"))))
        {
            Driver = json.GetProperty("driver").GetString()!,
            IsLocal = !json.GetProperty("is_remote").GetBoolean(),
            IsSession = json.GetProperty("is_session").GetBoolean(),
            DefaultBridge = json.GetProperty("default_bridge").GetString(),
            CpuSecurityFeatures = ["spec-ctrl", "ssbd", "ibpb", "md-clear"],
        };
    }

    // One answer for every machine, but for its architecture.
    private static DomainCapabilities? Machine(string folder, string arch)
    {
        var path = Path.Combine(folder, "domcapabilities.xml");
        if (!File.Exists(path))
        {
            return null;
        }

        var xml = XElement.Load(path);
        xml.SetElementValue("arch", arch);
        return DomainCapabilities.Parse(xml);
    }
}
