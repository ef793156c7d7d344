using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Runtime;

/// <summary>Puts what is decided about new domains into a look at the host: their XML, and the storage that they bring with them.</summary>
internal static class NewDomainPlan
{
    public static async Task<HostLook> AddAsync(
        HostLook look, IHypervisorReader reader, TemplateRenderer renderer, DiskContents contents, Dictionary<ResourceId, RenderedResource> rendered, PipelineTools tools, CancellationToken cancellationToken)
    {
        ImmutableArray<ResourceSpec> missing = [.. look.Graph.Resources.Where(spec => spec.Id.Kind == ResourceKind.Domain && look.Observed.Find(spec.Id) is null)];
        if (missing.IsEmpty)
        {
            return look;
        }

        var domains = await NewDomains.OnAsync(reader, renderer, look.Spool, tools.NewId, cancellationToken).ConfigureAwait(false);
        var uploads = ImmutableArray.CreateBuilder<InstallUpload>();
        var decided = await domains.DecideAllAsync(missing, contents.FormatOf, look.Diagnostics, cancellationToken).ConfigureAwait(false);
        foreach (var (spec, made) in missing.Zip(decided))
        {
            if (made is not { } domain)
            {
                continue;
            }

            rendered[spec.Id] = rendered[spec.Id] with { Creation = domain.Final, Install = domain.InstallStart };
            uploads.AddRange(domain.Uploads);
            look = domain.Password is { } password ? look with { Passwords = look.Passwords.Add(password) } : look;
            look = look with { Graph = WithNeeds(look.Graph, spec.Id, domain.AllNeeds) };
        }

        look = look with { Uploads = uploads.DrainToImmutable() };
        return await ObserveAsync(look, reader, renderer, rendered, cancellationToken).ConfigureAwait(false);
    }

    // What is needed comes first; what is declared by a spec stays as that spec has it.
    private static ResourceGraph WithNeeds(ResourceGraph graph, ResourceId domain, ImmutableArray<ResourceSpec> needs)
    {
        if (needs.IsEmpty)
        {
            return graph;
        }

        var dependencies = graph.Dependencies.ToBuilder();
        ImmutableArray<ResourceSpec> fresh = [.. needs.Where(need => dependencies.TryAdd(need.Id, []))];
        dependencies[domain] = [.. dependencies[domain].Union(needs.Select(static need => need.Id))];
        foreach (var volume in fresh.Where(static need => need.Id.Kind == ResourceKind.StorageVolume))
        {
            var pool = new ResourceId(ResourceKind.StoragePool, volume.Id.Pool!);
            dependencies[volume.Id] = dependencies.ContainsKey(pool) ? [pool] : [];
        }

        return graph with { Resources = [.. fresh.OrderBy(static need => need.Id.Kind == ResourceKind.StorageVolume), .. graph.Resources], Dependencies = dependencies.ToImmutable() };
    }

    private static async Task<HostLook> ObserveAsync(
        HostLook look, IHypervisorReader reader, TemplateRenderer renderer, Dictionary<ResourceId, RenderedResource> rendered, CancellationToken cancellationToken)
    {
        ImmutableArray<ResourceSpec> fresh = [.. look.Graph.Resources.Where(spec => !rendered.ContainsKey(spec.Id))];
        if (fresh.IsEmpty)
        {
            return look;
        }

        foreach (var spec in fresh)
        {
            rendered[spec.Id] = new RenderedResource(renderer.Render(spec, look.Diagnostics)!, Creation: null);
        }

        var found = await reader.ObserveAsync(new ObservationRequest([.. fresh.Select(static spec => spec.Id)], [], [.. fresh.Select(static spec => spec.Id)]), cancellationToken).ConfigureAwait(false);
        return look with
        {
            Observed = look.Observed with
            {
                Resources = look.Observed.Resources.SetItems(found.Resources),
                InactivePools = look.Observed.InactivePools.Union(found.InactivePools),
            },
        };
    }
}
