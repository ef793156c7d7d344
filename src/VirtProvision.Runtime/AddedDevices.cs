using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
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
            var (change, spec) = (changes[i], input.Graph.Resources[i]);
            if (change.Id.Kind == ResourceKind.Domain && (change.Action is ChangeAction.Replace || AddsDevices(change))
                && Rendering.RenderDevices(renderer, spec, input.Observed.Find(spec.Id)!.Inactive, contents.FormatOf, diagnostics) is { } creation)
            {
                rendered[spec.Id] = rendered[spec.Id] with { Creation = creation };
                changes = changes.SetItem(i, Planner.ChangeOf(spec, input));
            }
        }

        return changes == plan.Changes ? plan : new Plan(changes);
    }

    private static bool AddsDevices(ResourceChange change) =>
        change.Action is ChangeAction.Update
        && change.Fields.Any(static field => field is { Kind: FieldChangeKind.Add, Path.Steps: [{ Name: "devices" }, _] });
}
