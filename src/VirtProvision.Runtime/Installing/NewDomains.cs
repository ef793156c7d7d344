using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>Decides the domains of a set of specs that a host does not have yet.</summary>
/// <param name="host">Null where there is none: for rendering alone.</param>
internal sealed class NewDomains(TemplateRenderer renderer, IHypervisorReader? host, HostFacts facts, Spool spool, Func<Guid> newId)
{
    private DomainCreator? _creator;

    public static async Task<NewDomains> OnAsync(IHypervisorReader host, TemplateRenderer renderer, Spool spool, Func<Guid> newId, CancellationToken cancellationToken) =>
        new(renderer, host, await host.ReadFactsAsync(cancellationToken).ConfigureAwait(false), spool, newId);

    /// <param name="formatOf">What the content of a disk is, as far as other specs or the host tell.</param>
    /// <returns>Null for a domain with errors.</returns>
    public Task<NewDomain?> DecideAsync(ResourceSpec domain, Func<MappingNode, string?> formatOf, DiagnosticBag diagnostics, CancellationToken cancellationToken, RuleTrace? trace = null) =>
        DecideAsync(_creator ??= NewCreator(), Filled(domain, formatOf), diagnostics, trace, cancellationToken);

    /// <summary>Decides many, on all processors.</summary>
    /// <returns>For each domain what was decided, null for one with errors.</returns>
    public async Task<ImmutableArray<NewDomain?>> DecideAllAsync(
        ImmutableArray<ResourceSpec> domains, Func<MappingNode, string?> formatOf, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        ImmutableArray<ResourceSpec> filled = [.. domains.Select(domain => Filled(domain, formatOf))];
        var decided = new NewDomain?[filled.Length];
        var findings = filled.Select(static _ => new DiagnosticBag()).ToArray();
        var next = -1;

        // The osinfo database is not made for several threads, so each worker has one.
        await Task.WhenAll(Enumerable.Range(0, Math.Min(Environment.ProcessorCount, filled.Length)).Select(_ => Task.Run(
            async () =>
            {
                var creator = NewCreator();
                for (var i = Interlocked.Increment(ref next); i < filled.Length; i = Interlocked.Increment(ref next))
                {
                    decided[i] = await DecideAsync(creator, filled[i], findings[i], trace: null, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken))).ConfigureAwait(false);
        diagnostics.AddRange(findings.SelectMany(static bag => bag));
        return [.. decided];
    }

    private DomainCreator NewCreator() => new(renderer, host, facts, new OsDatabase(OsDatabaseFolders.FromEnvironment()), spool, newId);

    private static ResourceSpec Filled(ResourceSpec domain, Func<MappingNode, string?> formatOf) => domain with { Spec = DiskFormats.Fill(domain.Spec, formatOf) };

    private static async Task<NewDomain?> DecideAsync(DomainCreator creator, ResourceSpec domain, DiagnosticBag diagnostics, RuleTrace? trace, CancellationToken cancellationToken)
    {
        // Specs say what shall be, in whatever order it comes about: what an option of install can turn off is only worth a warning here.
        var request = new CreationRequest(domain)
        {
            Trace = trace,

            // Rendered may also be what the host has already: then it is no conflict with itself.
            Devices = new DeviceSettings { ChecksReferences = false, Checks = CheckOptions.None, WorkingFolder = domain.Span.File.Folder, Reinstalled = domain.Id.Name },
        };
        var made = await creator.CreateAsync(request, diagnostics, cancellationToken).ConfigureAwait(false);
        if (made?.First is not null && domain.Spec["running"] is not ScalarNode { Kind: ScalarKind.Boolean, IsTrue: true })
        {
            diagnostics.Add(InstallDiagnostics.MustRun((domain.Spec["install"] ?? domain.Spec["cloudInit"] ?? domain.Spec["identity"])!.Span));
        }

        return made;
    }
}
