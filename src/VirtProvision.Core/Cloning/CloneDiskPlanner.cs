using System.Xml.Linq;
using VirtProvision.Core.Chains;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Cloning;

/// <summary>Decides what becomes of the disks of one clone.</summary>
internal sealed class CloneDiskPlanner(CloneSource source, CloneHost host, CloneRequest request, ImageGraph images, CloneStorage storage, DiagnosticBag diagnostics)
{
    public ImmutableArray<CloneDisk> Plan(string clone)
    {
        var files = new Queue<string>(request.Files);
        return [.. source.Disks.Select((disk, index) => PlanOne(disk, index, clone, files))];
    }

    /// <summary>Whether a disk gets an image of its own.</summary>
    public bool IsOwn(XElement disk)
    {
        var target = CloneSource.TargetOf(disk);
        return !request.SkipCopy.Contains(target) && (request.ForceCopy.Contains(target) || !IsShared(disk));
    }

    public static bool IsEmpty(XElement disk) => CloneSource.PathOf(disk) is null && CloneSource.VolumeOf(disk) is null && disk.Element("source")?.Attribute("protocol") is null
        && disk.Attribute("type")?.Value is null or "file" or "block" or "dir" or "volume";

    private static bool IsShared(XElement disk) =>
        IsEmpty(disk) || disk.Element("readonly") is not null || disk.Element("shareable") is not null
        || disk.Attribute("device")?.Value is "cdrom" || disk.Element("transient")?.Attribute("shareBacking")?.Value is "yes";

    private CloneDisk PlanOne(XElement disk, int index, string clone, Queue<string> files)
    {
        var shared = new CloneDisk(index, CloneSource.TargetOf(disk), IsEmpty(disk) ? CloneDiskAction.Empty : CloneDiskAction.Share, PathIn(disk));
        if (request.IsFresh && CloneSeed.IsOne(disk))
        {
            return shared with { Action = CloneDiskAction.LeaveOut };
        }

        if (!IsOwn(disk))
        {
            return shared;
        }

        // A drive without a medium takes its place in the row of --file all the same.
        var given = files.TryDequeue(out var file) ? HostPath.Absolute(file, request.WorkingFolder) : null;
        return shared.Action is CloneDiskAction.Empty ? shared
            : request.PreservesData ? Keep(shared, disk, given)
            : Make(shared, disk, clone, given) ?? shared;
    }

    private CloneDisk Keep(CloneDisk shared, XElement disk, string? path)
    {
        if (path is null || !host.Exists(path))
        {
            diagnostics.Add(CloneDiagnostics.NothingToKeep(shared.Target, path));
            return shared;
        }

        if (images.UsersOf(path) is { IsEmpty: false } users)
        {
            diagnostics.Add(CloneDiagnostics.PathInUse(path, users, request.Checks.PathInUse));
        }

        var volume = host.VolumeAt(path);
        return shared with
        {
            Action = CloneDiskAction.Keep,
            Path = path,
            Type = volume?.Type is "block" || path.StartsWith("/dev/", StringComparison.Ordinal) ? "block" : "file",
            Named = volume is not null && CloneSource.VolumeOf(disk) is not null ? CloneImages.IdOf(volume) : null,
        };
    }

    private CloneDisk? Make(CloneDisk shared, XElement disk, string clone, string? given)
    {
        if (WhyNot(disk) is { } what)
        {
            diagnostics.Add(CloneDiagnostics.NotCloneable(shared.Target, what));
            return null;
        }

        if (shared.SourcePath is not { } from || !host.Exists(from))
        {
            diagnostics.Add(CloneDiagnostics.DiskMissing(shared.Target, shared.SourcePath ?? NameOf(disk)));
            return null;
        }

        var volume = host.VolumeAt(from);
        if (IsDisguised(disk, volume))
        {
            diagnostics.Add(CloneDiagnostics.FormatOfGuest(shared.Target, from, volume!.Format!));
            return null;
        }

        if (given is null && !request.MakesNames)
        {
            if (!request.Files.IsEmpty)
            {
                diagnostics.Add(CloneDiagnostics.PathNeeded(shared.Target, from));
            }

            return null;
        }

        var path = given ?? CloneNames.ForPath(from, source.Name, clone, storage.IsTaken, request.IsLinked && volume?.Format is not "qcow2" ? ".qcow2" : null);
        if (path == from && !request.Checks.PathExists)
        {
            diagnostics.Add(CloneDiagnostics.SameImage(shared.Target, path));
            return null;
        }

        return Place(shared, disk, volume, from, path);
    }

    private CloneDisk? Place(CloneDisk shared, XElement disk, HostVolume? volume, string from, string path)
    {
        var (folder, name) = HostPath.Split(path);
        if (IsBlocked(path, folder))
        {
            return null;
        }

        var pool = storage.PoolOf(folder);
        var isFile = PoolKinds.HoldsFiles(pool.Type);
        if (request.IsLinked && !isFile)
        {
            diagnostics.Add(CloneDiagnostics.NotLayered(shared.Target, pool.Name, pool.Type));
            return null;
        }

        var guest = disk.Element("driver")?.Attribute("type")?.Value;
        var made = new ResourceId(ResourceKind.StorageVolume, name, pool.Name);
        var isWithoutContent = volume is null && host.Facts.IsTest;
        var wasFile = volume is null || volume.Type is "file";
        var format = !isFile ? null : volume is not null ? ImageFormats.Of(volume.Format) : guest ?? "raw";
        if (request.IsLinked)
        {
            WarnOfDepth(from);
        }
        else
        {
            storage.Count(pool, volume?.Allocation ?? 0, volume?.Capacity ?? 0);
        }

        return shared with
        {
            Action = request.IsLinked ? CloneDiskAction.Layer : CloneDiskAction.Copy,
            Path = path,
            Type = PoolKinds.DiskType(pool.Type),
            Named = CloneSource.VolumeOf(disk) is null ? null : made,
            Format = request.IsLinked ? "qcow2" : !isFile && wasFile && guest is not (null or "raw") ? "raw" : null,
            Image = new NewImage(
                made,
                path,
                request.IsLinked ? CloneImages.Layer(name, volume, from, guest ?? "raw") : CloneImages.Copy(name, volume, format, request.IsNonSparse, isWithoutContent),
                volume is not null ? CloneImages.IdOf(volume) : HostPath.Split(from).Folder == folder ? made with { Name = HostPath.Split(from).Name } : null,
                from)
            {
                IsLayer = request.IsLinked,
                IsReflink = request.IsReflink,
                IsWithoutContent = isWithoutContent,
                Overwrites = host.Files.Contains(path),
                Allocation = volume?.Allocation ?? 0,
            },
        };
    }

    private bool IsBlocked(string path, string folder)
    {
        if (!storage.Claim(path))
        {
            diagnostics.Add(CloneDiagnostics.MadeTwice(path));
            return true;
        }

        if (host.VolumeAt(path) is not null)
        {
            diagnostics.Add(CloneDiagnostics.VolumeExists(path));
            return true;
        }

        if (HostPath.IsUrl(path) || (HostPath.IsKernels(path) && HostStorage.PoolAt(host.Storage.Pools, folder) is null))
        {
            diagnostics.Add(CloneDiagnostics.NotMadeHere(path));
            return true;
        }

        // What is in a pool's folder the pool makes, and it says itself when it can't.
        if (host.MissingFolders.Contains(folder) && HostStorage.PoolAt(host.Storage.Pools, folder) is null)
        {
            diagnostics.Add(CloneDiagnostics.FolderMissing(path, folder));
            return true;
        }

        if (host.Files.Contains(path))
        {
            diagnostics.Add(CloneDiagnostics.PathExists(path, request.Checks.PathExists));
            return request.Checks.PathExists;
        }

        return false;
    }

    private void WarnOfDepth(string from)
    {
        // The layer that is made stands on the original's image and on all below it.
        if (images.Below(from).Length + 1 is var depth && depth > DeepChains.Usual)
        {
            diagnostics.Add(CloneDiagnostics.DeepChain(from, depth));
        }
    }

    // A guest can write an image's header on its raw disk; libvirt would believe it and copy what the header names, some file of the host.
    private static bool IsDisguised(XElement disk, HostVolume? volume) =>
        disk.Element("driver") is { } driver && driver.Attribute("name")?.Value is "qemu" && driver.Attribute("type")?.Value is "raw"
        && volume is { Type: "file", Format: { } format } && ImageFormats.Contains(format);

    private static string? WhyNot(XElement disk) => disk.Attribute("type")?.Value switch
    {
        "network" => $"on a network disk of type '{disk.Element("source")?.Attribute("protocol")?.Value}'",
        "dir" => "a folder that the guest sees as a disk",
        "nvme" or "vhostuser" or "vhostvdpa" => $"a disk of type '{disk.Attribute("type")!.Value}'",
        _ => null,
    };

    private string? PathIn(XElement disk) =>
        CloneSource.VolumeOf(disk) is var (pool, name) ? host.Storage.Volume(pool, name)?.Path : CloneSource.PathOf(disk);

    private static string NameOf(XElement disk) => CloneSource.VolumeOf(disk) is var (pool, name) ? $"{pool}/{name}" : "";
}
