using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime.Editing;

/// <summary>Devices that come new to a domain: found on the host, and with the defaults that they would have got with a new domain of its machine and system.</summary>
/// <param name="Elements">Ready to be put in.</param>
/// <param name="Place">Where.</param>
/// <param name="Storage">What has to be made first.</param>
internal sealed record NewDevices(ImmutableArray<XElement> Elements, EditPlace Place, ImmutableArray<ResourceSpec> Storage)
{
    /// <param name="uses">Uses of one option.</param>
    /// <param name="domain">The domain as it is when they are added; null for none in particular.</param>
    public static async Task<NewDevices?> DecideAsync(
        ImmutableArray<OptionUse> uses, XElement? domain, OsFacts system, EditHost host, TemplateRenderer renderer, string? folder, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var place = EditPlace.Of(OptionCatalog.Embedded.Find(uses[0].Option)!, renderer);
        var given = OptionParser.Parse(uses, findings, new OptionParserSettings(folder)).Spec;
        var made = findings.HasErrors ? null : await MakeAsync(given, place, domain, system, host, renderer, folder, findings, cancellationToken).ConfigureAwait(false);
        var elements = made is null ? [] : Rendered(made.Value.Spec, place, domain, renderer, findings);
        diagnostics.AddRange(findings);
        return findings.HasErrors || made is null ? null : new NewDevices(elements, place, made.Value.Storage);
    }

    private static async Task<(MappingNode Spec, ImmutableArray<ResourceSpec> Storage)?> MakeAsync(
        MappingNode given, EditPlace place, XElement? domain, OsFacts system, EditHost host, TemplateRenderer renderer, string? folder, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        if (!place.IsItem || place.Member is not { } member)
        {
            return (host.Resolve(given, findings), []);
        }

        var facts = await host.FactsAsync(cancellationToken).ConfigureAwait(false);
        var name = domain?.Element("name")?.Value ?? "disk";
        var settings = new DeviceSettings { Reinstalled = name, WorkingFolder = folder, Checks = CheckOptions.All with { PathInUse = false, MacInUse = false } };
        var resolved = await DeviceResolver.ResolveAsync(Resource(name, given), host.Inventory, facts, settings, findings, cancellationToken).ConfigureAwait(false);
        if (findings.HasErrors)
        {
            return null;
        }

        var around = DeviceSurroundings.Of(resolved.Domain.Spec, member, domain, facts);
        var type = domain?.Element("os")?.Element("type");
        var machine = new DomainCapabilitiesQuery(domain?.Element("devices")?.Element("emulator")?.Value, type?.Attribute("arch")?.Value, type?.Attribute("machine")?.Value, around.Spec.TextOf("type"));
        facts = await host.FactsOfAsync(machine, namesCpu: false, cancellationToken).ConfigureAwait(false);
        var completed = DefaultRules.Apply(around.Spec, facts, system);
        var own = completed[member] switch
        {
            SequenceNode list => list with { Items = [.. list.Items.Skip(around.Before).Take((given[member] as SequenceNode)?.Items.Length ?? list.Items.Length)] },
            var single => single,
        };
        var spec = own is null ? given : MappingNode.Empty(given.Span).With(member, own);
        return (spec, resolved.Storage);
    }

    private static ImmutableArray<XElement> Rendered(MappingNode spec, EditPlace place, XElement? domain, TemplateRenderer renderer, DiagnosticBag findings)
    {
        if (renderer.Render(Resource("", spec), findings) is not { } rendered)
        {
            return [];
        }

        var clean = ProvisionNamespace.WithoutMarks(rendered);
        ImmutableArray<XElement> elements = place.Path.IsEmpty ? [.. clean.Elements()] : [.. place.In(clean)];
        var uuid = Guid.TryParse(domain?.Element("uuid")?.Value, out var known) ? known : Guid.NewGuid();
        var present = domain?.Element("devices")?.Elements("interface").ToArray() ?? [];
        var taken = present.Select(static card => card.Element("mac")?.Attribute("address")?.Value).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < elements.Length; i++)
        {
            if (elements[i].Name.LocalName is "interface" && elements[i].Element("mac") is null)
            {
                elements[i].AddFirst(new XElement("mac", new XAttribute("address", CreationIdentity.FreeMac(uuid, (present.Length + i).ToString(CultureInfo.InvariantCulture), taken))));
            }
        }

        return elements;
    }

    private static ResourceSpec Resource(string name, MappingNode spec)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return new ResourceSpec(new ResourceId(ResourceKind.Domain, name), none, none, spec, spec.Span);
    }
}
