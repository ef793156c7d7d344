using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>What the first start needs on the host: kernel and initial RAM disk of an installer, and CDs with what the guest is told.</summary>
internal sealed class FirstBootMedia(
    InstallMethod method, InstallMedia media, Spool spool, IHypervisorReader? host, HostFacts facts, DeviceSettings settings, OsDatabase systems, TemplateFiles templates,
    DiagnosticBag findings)
{
    /// <param name="Domain">With drives for the CDs.</param>
    /// <param name="Needs">The domain's own storage, and the pool of the uploads where it has to be made.</param>
    internal sealed record Prepared(ResourceSpec Domain, ImmutableArray<ResourceSpec> Needs, FirstBoot Boot)
    {
        public ImmutableArray<InstallUpload> Uploads { get; init; } = [];

        public ShownPassword? Password { get; init; }
    }

    public async Task<Prepared> PrepareAsync(ResolvedDevices devices, OsFacts system, string arch, CancellationToken cancellationToken)
    {
        var prepared = new Prepared(devices.Domain, devices.Storage, new FirstBoot());
        if (method.CloudInit is null && !method.HasTree && method.Kernel is null && method.Unattended is null)
        {
            return prepared;
        }

        var pool = await UploadPool.ChooseAsync(host, facts, devices.Storage, settings, devices.Domain.Span, cancellationToken).ConfigureAwait(false);
        var isXen = (devices.Domain.Spec["boot"] as MappingNode)?.TextOf("osType") is "xen" or "linux";
        var tree = await media.FindTreeAsync(arch, isXen, cancellationToken).ConfigureAwait(false);
        var seeds = await new GuestSeedReader(method, media, systems, templates, findings).ReadAsync(devices.Domain, system, arch, tree, cancellationToken).ConfigureAwait(false);
        foreach (var seed in seeds.Cds)
        {
            prepared = WithCd(prepared, seed, pool, system);
        }

        if (seeds.SystemSerial is { } serial)
        {
            prepared = prepared with { Boot = prepared.Boot with { SystemSerial = serial } };
        }

        if (tree is not null)
        {
            tree = await media.InjectAsync(tree, seeds.Injected, cancellationToken).ConfigureAwait(false);
            prepared = WithKernel(prepared, tree, pool);
            prepared = prepared with { Boot = prepared.Boot with { Arguments = KernelArguments.Of(method, system, media.Source, tree, seeds.KernelArgument) } };
            if (system.NetworkInstall(arch).Ram is { } ram && media.Source is { IsUrl: true })
            {
                prepared = prepared with { Boot = prepared.Boot with { Memory = ram / 1024 } };
            }
        }

        return prepared with
        {
            Needs = pool.Made is { } made && !prepared.Uploads.IsEmpty ? [made, .. prepared.Needs] : prepared.Needs,
            Password = seeds.Password,
        };
    }

    private Prepared WithKernel(Prepared prepared, InstallTree tree, UploadPool pool)
    {
        var domain = prepared.Domain.Id;
        var uploads = tree.Files.Select(file => spool.Plan(file.VolumeNameFor(domain.Name), "raw", pool.Name, domain, prepared.Domain.Span, CopyAsync(file)) with { OnlyForStart = true });
        return prepared with
        {
            Uploads = [.. prepared.Uploads, .. uploads],
            Boot = prepared.Boot with
            {
                Kernel = tree.Kernel.BootPathIn(pool.Folder, domain.Name),
                Initrd = tree.Initrd?.BootPathIn(pool.Folder, domain.Name),
            },
        };
    }

    private Func<Stream, CancellationToken, Task> CopyAsync(InstallFile file) =>
        (target, cancellationToken) => file.CopyToAsync(target, method.Location?.Span, progress: null, findings, cancellationToken);

    private Prepared WithCd(Prepared prepared, SeedCd seed, UploadPool pool, OsFacts system)
    {
        var (domain, span) = (prepared.Domain, prepared.Domain.Span);
        var disks = (domain.Spec["disks"] as SequenceNode)?.Items ?? [];
        var cd = MappingNode.Empty(span)
            .With("device", ScalarNode.String(span, "cdrom"))
            .With("type", ScalarNode.String(span, "file"))
            .With("path", ScalarNode.String(span, pool.PathOf(seed.Name)));
        cd = facts.IsQemu ? cd.With("format", ScalarNode.String(span, "raw")) : cd;
        cd = NeedsVirtioScsi(domain.Spec, system) ? cd.With("bus", ScalarNode.String(span, "scsi")) : cd;
        return prepared with
        {
            Domain = domain with { Spec = domain.Spec.With("disks", new SequenceNode(span, disks.Add(cd))) },
            Boot = prepared.Boot with { Media = prepared.Boot.Media.Add(disks.Length) },
            Uploads = prepared.Uploads.Add(spool.Plan(seed.Name, "iso", pool.Name, domain.Id, span, seed.WriteAsync)),
        };
    }

    // Debian's kernels for clouds have no driver for SATA, and would not see the CD; virtio-scsi every cloud image knows. virt-install's guests get what theirs do.
    private bool NeedsVirtioScsi(MappingNode spec, OsFacts system) =>
        facts.IsQemu && (system.Distro is "debian" || spec.TextOf("defaults") is not "desktop") && (system.HasDevice("1af4", "1004") || system.HasDevice("1af4", "1048"));
}
