using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Patching;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;

namespace VirtProvision.Runtime;

/// <summary>
/// Devices that come new to a domain on the host get the defaults that they would have got with a new domain: a bus, a model, the format of their content.
/// Few plans have such devices, so only then is a domain rendered a second time.
/// </summary>
internal static class AddedDevices
{
    public static Plan Complete(
        Plan plan, PlannerInput input, Dictionary<ResourceId, RenderedResource> rendered, TemplateRenderer renderer, DiskContents contents, DiagnosticBag diagnostics)
    {
        var changes = plan.Changes;
        for (var i = 0; i < changes.Length; i++)
        {
            var change = changes[i];
            if (i >= input.Graph.Resources.Length)
            {
                if (AddsDevices(change))
                {
                    var domain = input.Observed.OtherDomains[change.Id];
                    changes = changes.SetItem(i, PatchPlanner.Change(domain, Made(change.Layers!, domain, renderer, contents, diagnostics), own: null));
                }

                continue;
            }

            var spec = input.Graph.Resources[i];
            if (change.Id.Kind == ResourceKind.Domain && (change.Action is ChangeAction.Replace || AddsDevices(change))
                && Rendering.RenderDevices(renderer, spec, input.Observed.Find(spec.Id)!.Inactive, contents.FormatOf, diagnostics) is { } creation)
            {
                rendered[spec.Id] = rendered[spec.Id] with { Creation = creation };
                var patched = change.Layers is null || input.Observed.Find(spec.Id) is not { } domain
                    ? input
                    : input with { Layers = input.Layers.SetItem(spec.Id, Made(change.Layers, domain, renderer, contents, diagnostics)) };
                changes = changes.SetItem(i, Planner.ChangeOf(spec, patched));
            }
        }

        return changes == plan.Changes ? plan : new Plan(changes);
    }

    private static DomainLayers Made(DomainLayers layers, ObservedResource domain, TemplateRenderer renderer, DiskContents contents, DiagnosticBag diagnostics) => layers with
    {
        Patches = [.. layers.Patches.Select(layer => layer with
        {
            Creation = Rendering.RenderDevices(renderer, layer.Patch, domain.Inactive, contents.FormatOf, diagnostics),
        })],
    };

    private static bool AddsDevices(ResourceChange change) =>
        change.Action is ChangeAction.Update
        && change.Fields.Any(static field => field is { Kind: FieldChangeKind.Add, Path.Steps: [{ Name: "devices" }, _] });
}
