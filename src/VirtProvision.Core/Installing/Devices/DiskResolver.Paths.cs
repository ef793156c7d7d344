using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Installing.Devices;

internal sealed partial class DiskResolver
{
    private ResolvedDisk AtPath(MappingNode disk, ScalarNode node)
    {
        var path = HostPath.Absolute(node.Text, settings.WorkingFolder);
        if ((storage.AtPath.GetValueOrDefault(node.Text) ?? storage.AtPath.GetValueOrDefault(path)) is { } volume)
        {
            return Existing(disk.Without("path"), storage.Pool(volume.Pool), volume, node.Span);
        }

        if (HostPath.IsUrl(path))
        {
            return AtUrl(disk, path, node.Span);
        }

        disk = disk.With("path", node with { Text = path });
        if (disk.TextOf("type") is "vhostuser" or "vhostvdpa" or "nvme")
        {
            return new ResolvedDisk(disk);
        }

        var (folder, name) = HostPath.Split(path);
        var pool = HostStorage.PoolAt(making.Pools, folder);
        if (pool is not null && making.Makes(pool.Name, name))
        {
            diagnostics.Add(DeviceDiagnostics.MadeTwice(node.Span, path));
            return new ResolvedDisk(disk);
        }

        if (pool is not null && storage.Volume(pool.Name, name) is { } listed)
        {
            return Existing(disk.Without("path"), pool, listed, node.Span);
        }

        return storage.Files.GetValueOrDefault(path) is { } file ? OfFile(disk, file, node.Span)
            : pool is not null ? MissingInPool(disk, pool, name, node.Span)
            : Unmanaged(disk, path, folder, name, node.Span);
    }

    private ResolvedDisk AtUrl(MappingNode disk, string url, TextSpan span)
    {
        if (DiskUrl.ToSource(url, disk["source"] as MappingNode, span) is { } source)
        {
            return new ResolvedDisk(WithType(Found(disk).Without("path"), "network").With("source", source));
        }

        diagnostics.Add(DeviceDiagnostics.UnknownProtocol(span, DiskUrl.ProtocolOf(url), DiskUrl.Protocols));
        return new ResolvedDisk(disk);
    }

    private ResolvedDisk MissingInPool(MappingNode disk, HostPool pool, string name, TextSpan span)
    {
        if ((disk["size"] ?? disk["from"]) is not null)
        {
            return New(disk.Without("path"), pool, name, span);
        }

        // It may come before the domain starts: nobody but its user can know.
        if (!settings.Checks.PathExists)
        {
            return new ResolvedDisk(WithType(Found(disk), PoolKinds.DiskType(pool.Type)));
        }

        diagnostics.Add(pool.IsActive ? DeviceDiagnostics.SizeNeeded(span, name, pool.Name) : DeviceDiagnostics.PoolNotActive(span, pool.Name, name));
        return new ResolvedDisk(disk);
    }

    /// <summary>No pool covers the path, and on a host that is this machine nothing is there.</summary>
    private ResolvedDisk Unmanaged(MappingNode disk, string path, string folder, string name, TextSpan span)
    {
        var makes = (disk["size"] ?? disk["from"]) is not null;
        if (HostPath.IsKernels(path))
        {
            // The devices of another machine can't be seen; whoever names one without a size means one that is there.
            if (!makes && !host.HasFilesHere)
            {
                return new ResolvedDisk(WithFormat(WithType(Found(disk), "block"), null, span));
            }

            diagnostics.Add(makes ? DeviceDiagnostics.NotMadeHere(span, path) : DeviceDiagnostics.NoSuchPath(span, path));
            return new ResolvedDisk(disk);
        }

        if (makes)
        {
            return New(disk.Without("path"), making.MakePool(folder, span), name, span);
        }

        if (!settings.Checks.PathExists)
        {
            return new ResolvedDisk(WithType(Found(disk), "file"));
        }

        diagnostics.Add(host.HasFilesHere ? DeviceDiagnostics.NoSuchPath(span, path) : DeviceDiagnostics.PathUnseen(span, path, folder));
        return new ResolvedDisk(disk);
    }

    private ResolvedDisk OfFile(MappingNode disk, LocalFile file, TextSpan span)
    {
        var type = file.Kind switch { LocalFileKind.Block => "block", LocalFileKind.Directory => "dir", _ => "file" };

        // libvirt takes what says no format for raw, so only another one needs to be said.
        var format = file.Kind is LocalFileKind.Block ? "raw" : file.Format is { } found && ImageFormats.Contains(found) ? found : null;
        return new ResolvedDisk(WithFormat(WithType(Found(disk), type), format, span));
    }

    private ResolvedDisk Existing(MappingNode disk, HostPool? pool, HostVolume volume, TextSpan span)
    {
        disk = Found(disk);
        var type = disk.TextOf("type");
        if (type is null && pool is not null && (volume.Type is "network" or "netdir" || PoolKinds.IsOnNetwork(pool.Type)))
        {
            disk = WithType(disk, "network").With("source", PoolSource.Of(pool, volume.Name, volume.Path, disk["source"] as MappingNode, span));
            return new ResolvedDisk(WithFormat(disk, ImageFormats.Of(volume.Format), span), volume);
        }

        type ??= volume.Type is "block" or "dir" ? volume.Type : pool is not null ? PoolKinds.DiskType(pool.Type) : "file";
        var format = volume.Type is "dir" ? null : type is "block" && volume.Type is not "file" ? "raw" : ImageFormats.Of(volume.Format);
        return new ResolvedDisk(WithFormat(WithType(disk, type).With("path", ScalarNode.String(span, volume.Path)), format, span), volume);
    }

    /// <summary>The disk with a volume that is made for it.</summary>
    /// <param name="name">Null: one is made up.</param>
    private ResolvedDisk New(MappingNode disk, HostPool pool, string? name, TextSpan span)
    {
        var inFiles = PoolKinds.HoldsFiles(pool.Type);
        if (!inFiles && disk["volumeFormat"] is ScalarNode { IsNull: false } refused)
        {
            diagnostics.Add(DeviceDiagnostics.FormatOfPool(refused.Span, refused.Text, pool.Name, pool.Type));
            return new ResolvedDisk(disk);
        }

        var format = inFiles ? disk["volumeFormat"] as ScalarNode ?? disk["format"] as ScalarNode ?? ScalarNode.String(span, ImageFormats.DefaultOn(host)) : null;
        name ??= making.NameFor(pool, format is null ? "" : VolumeOfDisk.Extension(format.Text), candidate => all.Any(other => Names(other, pool, candidate)));
        disk = WithBackingFormat(disk);
        making.MakeVolume(pool, name, disk, format, span);

        var made = disk.Without("vol").Without("volumeFormat").Without("from");
        if (PoolKinds.IsOnNetwork(pool.Type))
        {
            made = WithType(made, "network").With("source", PoolSource.Of(pool, name, null, made["source"] as MappingNode, span));
        }
        else
        {
            made = WithType(made, PoolKinds.DiskType(pool.Type)).With("path", ScalarNode.String(span, HostPath.Join(HostPath.Tidy(pool.TargetPath ?? "/"), name)));
        }

        return new ResolvedDisk(WithFormat(made, format?.Text ?? "raw", span));
    }

    // A layer must say what it stands on; where the host knows, nobody needs to.
    private MappingNode WithBackingFormat(MappingNode disk)
    {
        if (disk["from"] is not MappingNode from || from["format"] is not null || from["path"] is not ScalarNode node)
        {
            return disk;
        }

        var path = HostPath.Absolute(node.Text, settings.WorkingFolder);
        var found = storage.AtPath.GetValueOrDefault(path) is { } volume ? ImageFormats.Of(volume.Format)
            : storage.Files.GetValueOrDefault(path)?.Format is { } format ? ImageFormats.Of(format) : null;
        from = from.With("path", node with { Text = path });
        return disk.With("from", found is null ? from : from.With("format", ScalarNode.String(node.Span, found)));
    }

    private bool Names(MappingNode disk, HostPool pool, string volume) =>
        pool.TargetPath is { } target && disk.TextOf("path") is { } path && HostPath.Absolute(path, settings.WorkingFolder) == HostPath.Join(HostPath.Tidy(target), volume);

    /// <summary>The format where the spec leaves it open and the hypervisor is told formats: QEMU, and Xen for images.</summary>
    private MappingNode WithFormat(MappingNode disk, string? format, TextSpan span) =>
        format is null || disk["format"] is not null || !(host.IsQemu || (host.Driver is "xen" && disk.TextOf("type") is not "block"))
            ? disk
            : disk.With("format", ScalarNode.String(span, format));
}
