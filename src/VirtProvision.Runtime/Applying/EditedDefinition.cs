using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Edits of a domain that somebody may have changed since it was looked at: they are made again in the XML as it is now, this time with its passwords, which a
/// definition without them would drop.
/// </summary>
internal static class EditedDefinition
{
    public static async Task<OperationResult> DefineAsync(IHypervisor host, RedefineEdited operation, ResourceTask task)
    {
        var id = operation.Resource;
        var (failure, observed, edited) = await EditAsync(host, id, operation.Editor, operation.Given, task).ConfigureAwait(false);
        if (edited is null)
        {
            return OperationResult.Failed(failure!);
        }

        // Who gives a domain another name and another UUID makes another one.
        var name = edited.Element("name")?.Value ?? id.Name;
        await host.DefineAsync(name == id.Name ? id : id with { Name = name }, XmlText.Write(edited), CancellationToken.None).ConfigureAwait(false);
        return observed is null ? OperationResult.Done : OperationResult.Undoable(new RestoreDefinition(id, XmlText.Write(observed)));
    }

    public static async Task<OperationResult> StartAsync(IHypervisor host, StartEdited operation, ResourceTask task)
    {
        var (failure, _, edited) = await EditAsync(host, operation.Resource, operation.Editor, operation.Given, task).ConfigureAwait(false);
        if (edited is null)
        {
            return OperationResult.Failed(failure!);
        }

        await host.StartWithAsync(operation.Resource, XmlText.Write(edited), CancellationToken.None).ConfigureAwait(false);
        return OperationResult.Undoable(new ShutdownGuest(operation.Resource, TimeSpan.Zero, PowerOff: true));
    }

    private static async Task<(Diagnostic? Failure, XElement? Observed, XElement? Edited)> EditAsync(IHypervisor host, ResourceId id, DomainEditor editor, XElement? given, ResourceTask task)
    {
        if (given is not null)
        {
            return (null, null, given);
        }

        if (await host.ReadXmlAsync(id, XmlView.InactiveWithSecrets, CancellationToken.None).ConfigureAwait(false) is not { } observed)
        {
            return (ApplyDiagnostics.HostChanged(task.Span, id, "it was removed"), null, null);
        }

        var findings = new DiagnosticBag();
        var edited = editor.Apply(observed, findings);
        return (edited is null ? ApplyDiagnostics.HostChanged(task.Span, id, findings.First(static finding => finding.IsError).Detail.TrimEnd('.')) : null, observed, edited);
    }
}
