using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>The domains that are meant, by their names and by the labels that they remember.</summary>
internal static class ChosenDomains
{
    public static async Task<ImmutableArray<ListedDomain>> FindAsync(
        IHypervisorReader reader, DomainSelection selection, string uri, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var listed = await reader.ListDomainsAsync(cancellationToken).ConfigureAwait(false);
        var found = DomainFinder.Find(selection, listed, uri, diagnostics);
        if (selection.Labels.Requirements.IsEmpty || found.IsEmpty)
        {
            return found;
        }

        var xml = await Task.WhenAll(found.Select(domain => reader.ReadXmlAsync(new ResourceId(ResourceKind.Domain, domain.Name), XmlView.Inactive, cancellationToken))).ConfigureAwait(false);
        ImmutableArray<ListedDomain> labelled = [.. found.Zip(xml).Where(pair => pair.Second is not null && selection.Labels.Matches(AppliedMemory.LabelsOf(pair.Second))).Select(static pair => pair.First)];
        if (labelled.IsEmpty)
        {
            diagnostics.Add(EditingDiagnostics.NoLabels(uri));
        }

        return labelled;
    }
}
