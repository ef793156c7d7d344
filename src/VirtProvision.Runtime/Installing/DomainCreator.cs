using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>
/// Makes of a spec the domain that a host gets: finds its system, chooses the machine, resolves its devices against the host, writes the defaults in, and
/// renders the configurations. Reads the host and changes nothing.
/// </summary>
/// <param name="host">Null where there is none: for rendering alone.</param>
internal sealed class DomainCreator(TemplateRenderer renderer, IHypervisorReader? host, HostFacts facts, OsDatabase systems, Spool spool, Func<Guid> newId)
{
    private readonly bool _perDevice = facts.IsQemu || facts.IsTest;

    /// <summary>Null when there are errors, which the bag then holds.</summary>
    public async Task<NewDomain?> CreateAsync(CreationRequest request, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        var domain = await DecideAsync(request, findings, cancellationToken).ConfigureAwait(false);
        diagnostics.AddRange(findings);
        return findings.HasErrors ? null : domain;
    }

    private async Task<NewDomain?> DecideAsync(CreationRequest request, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var given = request.Domain.Spec;
        var method = InstallMethod.Of(given, findings);
        var guess = DefaultRules.ChooseMachine(given, facts, OsFacts.Generic);
        var arch = guess.TextOf("arch") ?? facts.Capabilities.HostArch;
        if (method.Unattended is not null && OsRequest.From(given, method.System?.Text).Name is { } name)
        {
            GuestSeedReader.CheckEarly(method, systems.Find(name), systems, arch, findings);
        }

        var media = await InstallMedia.OpenAsync(method, arch, host, facts, systems, findings, cancellationToken).ConfigureAwait(false);
        spool.Keep(media);
        var system = await SystemAsync(request, method, media, IsMachine(guess), findings, cancellationToken).ConfigureAwait(false);
        var spec = WithSystem(DefaultRules.ChooseMachine(given, facts, system, request.Trace, Held(findings)), system);
        if (request.NeedsMethod && !method.IsGiven && !IsContainer(spec) && BootOrder.IsOpen(spec))
        {
            findings.Add(InstallDiagnostics.NoMethod(request.Domain.Span));
        }

        ContainerFolders.Check(spec, findings);
        spec = FirstDisk.Put(spec, system, arch, IsContainer(spec), findings);
        var domain = await NamedAsync(request, spec, system, cancellationToken).ConfigureAwait(false);
        domain = domain with { Spec = InstallDrive.Put(domain.Spec, method, media.Source is { IsImage: true } image ? image.Location : null, out var drive) };
        var devices = await ResolveAsync(domain, request, findings, cancellationToken).ConfigureAwait(false);
        if (findings.HasErrors)
        {
            return null;
        }

        var desired = renderer.Render(devices.Domain, findings);
        if (desired is not null && drive is { } medium)
        {
            desired = InstallPhases.Final(desired, new FirstBoot { Media = Ejected([], medium, method, system) });
        }

        var first = await new FirstBootMedia(method, media, spool, host, facts, request.Devices, systems, renderer.Files, findings)
            .PrepareAsync(devices, system, arch, cancellationToken).ConfigureAwait(false);
        var complete = await CompleteAsync(first.Domain, system, method, request, findings, cancellationToken).ConfigureAwait(false);
        complete = request.Freezes ? complete with { Spec = SpecIdentity.Choose(complete.Spec, newId) } : complete;
        if (findings.HasErrors || desired is null || renderer.Render(complete, findings) is not { } rendered)
        {
            return null;
        }

        if (request.NeedsMethod)
        {
            GuestMemory.Check(rendered, system, arch, request.Domain.Span, findings);
        }

        return Phases(complete, desired, rendered, method, first.Boot with { Media = Ejected(first.Boot.Media, drive, method, system) }, first, system, request);
    }

    private async Task<OsFacts> SystemAsync(
        CreationRequest request, InstallMethod method, InstallMedia media, bool isMachine, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var given = request.Domain.Spec["osinfo"];
        var wanted = OsRequest.From(request.Domain.Spec, method.System?.Text);
        var named = OsChoice.Named(wanted, systems, findings);
        if (findings.HasErrors)
        {
            return OsFacts.Generic;
        }

        var detected = wanted.Detect ? await media.DetectAsync(cancellationToken).ConfigureAwait(false) : null;
        if (given is null && named is null && detected is null && request.Unknown is { } unknown)
        {
            return unknown;
        }

        // Nothing said is nothing promised: the guest gets devices that every system has, and a warning. Who asks for detection wants to know that it failed.
        // A medium that tells nothing is another matter: what is on it is about to be installed.
        var hasMedia = method.Cdrom is not null || method.HasTree;
        var isExcused = (given is null && !(hasMedia && request.NeedsMethod)) || Environment.GetEnvironmentVariable(OsCircumstances.ExcuseVariable) is { Length: > 0 };
        var circumstances = new OsCircumstances(DependsOnOs: isMachine, hasMedia, isExcused, named is null && detected is null ? systems.GenericLinux() : []);
        var system = OsChoice.Decide(wanted, named, detected, circumstances, findings);
        return method.Unattended is not null && system.IsWindows ? system.WithPreInstallableDrivers(request.Domain.Spec.TextOf("arch") ?? facts.Capabilities.HostArch) : system;
    }

    private NewDomain Phases(
        ResourceSpec domain, XElement desired, XElement rendered, InstallMethod method, FirstBoot boot, FirstBootMedia.Prepared media, OsFacts system, CreationRequest request)
    {
        var xml = ProvisionNamespace.WithoutMarks(rendered);
        xml = request.Freezes || method.HasPhases ? CreationIdentity.Freeze(xml, newId) : xml;
        boot = boot with { Order = BootOrder.Before(method, xml), WithoutTpm = method.CloudInit is not null && HasEfi(domain.Spec) && request.Domain.Spec["tpms"] is null };
        return new NewDomain(domain, media.Needs, system, desired, InstallPhases.Final(xml, boot))
        {
            First = method.HasPhases && !IsContainer(domain.Spec) ? InstallPhases.First(xml, boot, _perDevice) : null,
            Uploads = media.Uploads,
            Password = media.Password,
        };
    }

    // Windows asks for its medium again after the first reboot.
    private static ImmutableArray<int> Ejected(ImmutableArray<int> media, int? drive, InstallMethod method, OsFacts system) =>
        drive is null || !method.HasPhases || system.IsWindows ? media : [drive.Value, .. media];

    private async Task<ResourceSpec> NamedAsync(CreationRequest request, MappingNode spec, OsFacts system, CancellationToken cancellationToken)
    {
        var domain = request.Domain with { Spec = spec };
        if (!request.ChoosesName)
        {
            return domain;
        }

        var domains = host is null ? [] : await host.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
        var taken = domains.Select(static known => known.Name).ToHashSet(StringComparer.Ordinal);
        var name = DomainName.Choose(system, IsContainer(spec), spec.TextOf("arch"), facts.Capabilities.HostArch, taken.Contains);
        return domain with { Id = domain.Id with { Name = name } };
    }

    private async Task<ResolvedDevices> ResolveAsync(ResourceSpec domain, CreationRequest request, DiagnosticBag findings, CancellationToken cancellationToken) =>
        host is null
            ? new ResolvedDevices(domain, [])
            : await DeviceResolver.ResolveAsync(domain, host.Inventory, facts, request.Devices, findings, cancellationToken).ConfigureAwait(false);

    private async Task<ResourceSpec> CompleteAsync(
        ResourceSpec domain, OsFacts system, InstallMethod method, CreationRequest request, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var known = facts;
        if (host is not null)
        {
            var query = new DomainCapabilitiesQuery(domain.Spec.TextOf("emulator"), domain.Spec.TextOf("arch"), domain.Spec.TextOf("machine"), domain.Spec.TextOf("type"));
            known = known with { Domain = await host.ReadDomainCapabilitiesAsync(query, cancellationToken).ConfigureAwait(false) };
            if (known.Domain is { } capabilities && DefaultRules.NamesCpu(domain.Spec, known, system))
            {
                known = known with { CpuSecurityFeatures = await host.ReadCpuSecurityFeaturesAsync(capabilities, cancellationToken).ConfigureAwait(false) };
            }
        }

        // Some defaults are named after the domain's UUID.
        var spec = request.Freezes ? SpecIdentity.Choose(domain.Spec, newId) : domain.Spec;
        spec = DefaultRules.Apply(spec, known, system, request.Trace, request.User, Held(findings));
        return domain with { Spec = BootOrder.Choose(spec, method, _perDevice) };
    }

    private static bool HasEfi(MappingNode spec) =>
        spec["boot"] is MappingNode boot && ((boot["firmware"] as MappingNode)?.TextOf("type") is "efi" || (boot["loader"] as MappingNode)?.TextOf("type") is "pflash");

    // A usual host stands for any: what it lacks another may have.
    private DiagnosticBag? Held(DiagnosticBag findings) => host is null ? null : findings;

    private static MappingNode WithSystem(MappingNode spec, OsFacts system) => system.IsGeneric ? spec
        : spec.With("osinfo", (spec["osinfo"] as MappingNode ?? MappingNode.Empty(spec.Span)).With("id", ScalarNode.String(spec.Span, system.Id)));

    // Fully virtualised: its devices are real ones, which a system has drivers for or not.
    private static bool IsMachine(MappingNode spec) => (spec["boot"] as MappingNode)?.TextOf("osType") is null or "hvm";

    private static bool IsContainer(MappingNode spec) => (spec["boot"] as MappingNode)?.TextOf("osType") is "exe";
}
