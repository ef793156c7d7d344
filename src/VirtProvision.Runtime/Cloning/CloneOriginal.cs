using System.Xml;
using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Finds the domain that is to be cloned, and what keeps it from being cloned.</summary>
internal static class CloneOriginal
{
    public static async Task<CloneSource?> ReadAsync(CloneOrder order, IHypervisorReader reader, DiagnosticBag diagnostics, CancellationToken cancellationToken) =>
        order.OriginalXml is { } file ? Read(file, diagnostics) : await FindAsync(order, reader, diagnostics, cancellationToken).ConfigureAwait(false);

    private static async Task<CloneSource?> FindAsync(CloneOrder order, IHypervisorReader reader, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (order.Original is not { } name)
        {
            diagnostics.Add(CloneDiagnostics.NoOriginal());
            return null;
        }

        var id = new ResourceId(ResourceKind.Domain, name);
        if (await reader.ReadXmlAsync(id, XmlView.Inactive, cancellationToken).ConfigureAwait(false) is not { } xml)
        {
            var known = await reader.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
            diagnostics.Add(CloneDiagnostics.NoSuchDomain(name, known.Select(static domain => domain.Name)));
            return null;
        }

        if (LiveOriginal.LayersOf(xml) is [var layer, ..])
        {
            diagnostics.Add(layer.IsHeld is false ? CloningDiagnostics.LeftOnLayer(name, layer) : CloningDiagnostics.HeldByAnother(name, layer));
            return null;
        }

        if (await reader.ReadXmlAsync(id, XmlView.Live, cancellationToken).ConfigureAwait(false) is { } live)
        {
            return WhyNotLive(order.Request, name, xml, live) is { } refusal ? Refused(refusal) : new CloneSource(xml);
        }

        if (await reader.HasSavedStateAsync(id, cancellationToken).ConfigureAwait(false))
        {
            diagnostics.Add(CloningDiagnostics.SavedState(name));
        }

        return new CloneSource(xml);

        CloneSource? Refused(Diagnostic refusal)
        {
            diagnostics.Add(refusal);
            return null;
        }
    }

    private static Diagnostic? WhyNotLive(CloneRequest request, string name, XElement xml, XElement live)
    {
        var now = new CloneSource(live).Disks.ToLookup(CloneSource.TargetOf);
        return !request.IsLive ? CloneDiagnostics.OriginalRuns(name)
            : request.IsLinked ? CloningDiagnostics.LayersUponRunning(name)
            : new CloneSource(xml).Disks.FirstOrDefault(disk => !now[CloneSource.TargetOf(disk)].Any(other => IsSameImage(disk, other))) is { } changed ? CloningDiagnostics.PendingDisk(name, CloneSource.TargetOf(changed))
            : null;
    }

    // Of a disk that names a volume, the running one has also the path.
    private static bool IsSameImage(XElement disk, XElement other) =>
        CloneSource.VolumeOf(disk) is { } volume ? CloneSource.VolumeOf(other) == volume : CloneSource.PathOf(disk) == CloneSource.PathOf(other);

    private static CloneSource? Read(SourceFile file, DiagnosticBag diagnostics)
    {
        try
        {
            var xml = XElement.Parse(file.Text);
            if (xml.Name.LocalName is "domain" && xml.Element("name")?.Value.Trim() is { Length: > 0 })
            {
                return new CloneSource(xml);
            }

            diagnostics.Add(CloneDiagnostics.NotADomain(file.Start, xml.Name.LocalName is "domain" ? "the domain has no name." : $"it is a {xml.Name.LocalName}."));
        }
        catch (XmlException exception)
        {
            var place = new TextPosition(Math.Max(exception.LineNumber, 1), Math.Max(exception.LinePosition, 1));
            diagnostics.Add(CloneDiagnostics.NotADomain(new TextSpan(file, place, place), exception.Message));
        }

        return null;
    }
}
