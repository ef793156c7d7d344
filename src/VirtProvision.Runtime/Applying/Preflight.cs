using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>Looks at every local file that the tasks will read, before anything changes on the host.</summary>
internal static class Preflight
{
    /// <summary>Opens the images and holds them to their specs; cheap, so that planning does it too.</summary>
    public static Dictionary<string, LocalImage> Images(IEnumerable<ResourceTask> tasks, DiagnosticBag diagnostics)
    {
        var images = new Dictionary<string, LocalImage>();
        foreach (var (task, upload) in Uploads(tasks))
        {
            try
            {
                var image = LocalImage.Open(upload.Path);
                images[upload.Path] = image;
                Check(task.Span, upload, image, diagnostics);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                diagnostics.Add(ApplyDiagnostics.SourceUnreadable(task.Span, upload.Resource, upload.Path, exception.Message));
            }
        }

        return images;
    }

    /// <summary>Reads the images to the end where a spec says what they hash to.</summary>
    public static async Task HashesAsync(
        IEnumerable<ResourceTask> tasks,
        IReadOnlyDictionary<string, LocalImage> images,
        IProgress<ApplyProgress>? progress,
        DiagnosticBag diagnostics,
        CancellationToken cancellationToken)
    {
        foreach (var (task, upload) in Uploads(tasks))
        {
            if (upload.Sha256 is not { } expected || !images.TryGetValue(upload.Path, out var image))
            {
                continue;
            }

            progress?.Report(new ApplyProgress(upload.Resource, ApplyStage.Operation, "checking the hash of"));
            var actual = await image.HashAsync(cancellationToken).ConfigureAwait(false);
            if (actual != expected)
            {
                diagnostics.Add(ApplyDiagnostics.WrongHash(task.Span, upload.Resource, upload.Path, expected, actual));
            }
        }
    }

    /// <summary>Files outside of any pool that a domain boots from. Only for a host that shares this machine's files.</summary>
    public static void BootFiles(IEnumerable<ResourceTask> tasks, DiagnosticBag diagnostics)
    {
        foreach (var task in tasks)
        {
            if (task.Change.Action is ChangeAction.Delete || task.Change.DesiredXml?.Element("os") is not { } boot)
            {
                continue;
            }

            var isNeeded = task.Change.Action is ChangeAction.Create or ChangeAction.Replace
                || task.Operations.Any(static operation => operation is StartResource or StartInstall)
                || task.Change.Fields.Any(static field => field.Path.Steps[0].Name is "os");

            foreach (var name in new[] { "kernel", "initrd", "dtb", "loader" })
            {
                if (boot.Element(name)?.Value is { Length: > 0 } path && !File.Exists(path))
                {
                    diagnostics.Add(isNeeded
                        ? ApplyDiagnostics.BootFileMissing(task.Span, task.Change.Id, name, path)
                        : ApplyDiagnostics.BootFileGone(task.Span, task.Change.Id, name, path));
                }
            }
        }
    }

    private static void Check(TextSpan? span, UploadVolume upload, LocalImage image, DiagnosticBag diagnostics)
    {
        var declared = upload.Xml.Element("target")?.Element("format")?.Attribute("type")?.Value;
        if (declared is not null && declared != image.Format)
        {
            diagnostics.Add(ApplyDiagnostics.WrongFormat(span, upload.Resource, upload.Path, declared, image.Format));
        }

        if (upload.Xml.Element("capacity") is { } element && ByteSize.Of(element) < image.VirtualSize)
        {
            diagnostics.Add(ApplyDiagnostics.ImageLarger(span, upload.Resource, ByteSize.Of(element)!.Value, image.VirtualSize!.Value));
        }
    }

    private static IEnumerable<(ResourceTask Task, UploadVolume Upload)> Uploads(IEnumerable<ResourceTask> tasks) =>
        from task in tasks
        from upload in task.Operations.OfType<UploadVolume>()
        select (task, upload);
}
