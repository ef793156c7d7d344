using System.Text.RegularExpressions;
using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Options;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Editing;

/// <summary>Makes of the words of a command line the edits of each domain. What is the same for all of them is made once.</summary>
internal sealed partial class EditCompiler(EditRequest request, EditHost host, TemplateRenderer renderer)
{
    private readonly Dictionary<RequestedEdit, ImmutableArray<DomainEdit>> _common = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the words, whatever domains they are for.</summary>
    public async Task PrepareAsync(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        await host.PrepareAsync(request.Edits.Where(static edit => edit.Action is not EditAction.Add).SelectMany(UsesOf), request.Folder, cancellationToken).ConfigureAwait(false);
        foreach (var edit in request.Edits)
        {
            ImmutableArray<DomainEdit>? made = edit.Action switch
            {
                EditAction.Edit => await ChangesAsync(edit, diagnostics, cancellationToken).ConfigureAwait(false),
                EditAction.Remove => [.. edit.Uses.Select(use => (DomainEdit)new RemoveElements(Words(use), new ElementSelector(edit.Word, use.Value)))],
                EditAction.ConvertToQ35 => [new ConvertToQ35(edit.Span, PortsOf(edit, diagnostics))],
                _ => null,
            };
            if (made is { } edits)
            {
                _common.Add(edit, edits);
            }
        }

        if (request.System is { } system && !diagnostics.HasErrors)
        {
            host.FindSystem(Scalar(system), diagnostics);
        }
    }

    /// <summary>The edits of one domain. Null when they cannot be made in it, as the bag then says.</summary>
    public async Task<(DomainEditor Editor, XElement Edited, ImmutableArray<ResourceSpec> Storage)?> EditAsync(XElement domain, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var edits = ImmutableArray.CreateBuilder<DomainEdit>();
        var storage = ImmutableArray.CreateBuilder<ResourceSpec>();
        if (request.System is { } system && host.FindSystem(Scalar(system), diagnostics) is { } found)
        {
            edits.Add(new SetSystem(Scalar(system).Span, found.Id));
        }

        var current = domain;
        foreach (var edit in request.Edits)
        {
            var made = _common.TryGetValue(edit, out var common) ? common : await OwnAsync(edit, current, storage, diagnostics, cancellationToken).ConfigureAwait(false);
            if (diagnostics.HasErrors || new DomainEditor(made, host.VolumePath).Apply(current, diagnostics) is not { } next)
            {
                Report(made, diagnostics);
                return null;
            }

            Report(made, diagnostics);
            edits.AddRange(made);
            current = next;
        }

        var editor = new DomainEditor(edits.ToImmutable(), host.VolumePath);
        return diagnostics.HasErrors || (request.System is null ? current : editor.Apply(domain, new DiagnosticBag())) is not { } edited ? null : (editor, edited, storage.ToImmutable());
    }

    // What was wrong with the words shows when they are read for a device of some type.
    private static void Report(ImmutableArray<DomainEdit> edits, DiagnosticBag diagnostics)
    {
        foreach (var words in edits.OfType<ChangeElements>().Select(static change => change.Words))
        {
            diagnostics.AddRange(words.Findings.Where(finding => !diagnostics.Any(known => known.Code == finding.Code && known.Detail == finding.Detail)).ToArray());
        }
    }

    private async Task<ImmutableArray<DomainEdit>> ChangesAsync(RequestedEdit edit, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var changes = ImmutableArray.CreateBuilder<DomainEdit>();
        foreach (var use in edit.Uses)
        {
            var plain = use;
            if (use.Option is "--boot" && RefreshMachineType().Match(use.Value ?? "") is { Success: true } refresh)
            {
                plain = use with { Value = use.Value!.Remove(refresh.Index, refresh.Length).Trim(',') };
                if (refresh.Groups[1].Value is "yes" or "on" or "1" or "true")
                {
                    var facts = await host.FactsAsync(cancellationToken).ConfigureAwait(false);
                    changes.Add(new RefreshMachine(edit.Span, [.. facts.Capabilities.Guests.SelectMany(static guest => guest.Machines).Where(static machine => machine.Canonical is not null).Select(static machine => machine.Name).Distinct()]));
                }

                if (plain.Value is "")
                {
                    continue;
                }
            }

            var words = Words(plain);
            if (words.Read() is null)
            {
                diagnostics.AddRange(words.Findings);
            }

            changes.Add(new ChangeElements(words, new ElementSelector(edit.Word, edit.Selector)));
        }

        return changes.ToImmutable();
    }

    private async Task<ImmutableArray<DomainEdit>> OwnAsync(
        RequestedEdit edit, XElement domain, ImmutableArray<ResourceSpec>.Builder storage, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        if (edit.Action is EditAction.ConvertToVnc)
        {
            return [new ConvertToVnc(edit.Span, WithAgent(edit, diagnostics), await VideoModelAsync(edit, domain, diagnostics, cancellationToken).ConfigureAwait(false))];
        }

        var made = await NewDevices.DecideAsync(edit.Uses, domain, SystemOf(domain, diagnostics), host, renderer, request.Folder, diagnostics, cancellationToken).ConfigureAwait(false);
        if (made is null)
        {
            return [];
        }

        storage.AddRange(made.Storage);
        return [new AddElements(edit.Span, made.Place.Path is [var parent, _] ? parent.LocalName : null, made.Elements)];
    }

    /// <summary>The card that a domain gets for a display by VNC.</summary>
    private async Task<string> VideoModelAsync(RequestedEdit edit, XElement domain, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        // As if it had no display yet: what is there is about to go.
        var bare = new XElement(domain);
        bare.Element("devices")?.Elements().Where(static device => device.Name.LocalName is "graphics" or "video").Remove();
        bare.Element("devices")?.Add(new XElement("graphics", new XAttribute("type", "vnc")));
        var made = await NewDevices.DecideAsync([new OptionUse("--video", "default")], bare, SystemOf(domain, diagnostics), host, renderer, request.Folder, diagnostics, cancellationToken).ConfigureAwait(false);
        return made?.Elements.FirstOrDefault()?.Element("model")?.Attribute("type")?.Value ?? "vga";
    }

    private OsFacts SystemOf(XElement domain, DiagnosticBag diagnostics) =>
        request.System is { } said ? host.FindSystem(Scalar(said), diagnostics) ?? OsFacts.Generic : host.SystemOf(OsinfoMetadata.Of(domain));

    private OptionWords Words(OptionUse use) => new(use, request.Folder, renderer, host.Resolve);

    private static IEnumerable<OptionUse> UsesOf(RequestedEdit edit) => edit.Selector is { } selector
        ? edit.Uses.SelectMany(use => new[] { use, use with { Value = selector } })
        : edit.Uses;

    private static bool WithAgent(RequestedEdit edit, DiagnosticBag diagnostics)
    {
        switch (edit.Selector)
        {
            case null or "" or "qemu-vdagent=off" or "qemu-vdagent=no":
                return false;
            case "qemu-vdagent=on" or "qemu-vdagent=yes":
                return true;
            default:
                diagnostics.Add(EditDiagnostics.UnknownAgent(edit.Span, edit.Selector));
                return false;
        }
    }

    private static int PortsOf(RequestedEdit edit, DiagnosticBag diagnostics)
    {
        const string Name = "num_pcie_root_ports=";
        if (edit.Selector is null or "")
        {
            return Core.Editing.ConvertToQ35.UsualRootPorts;
        }

        if (edit.Selector.StartsWith(Name, StringComparison.Ordinal) && int.TryParse(edit.Selector.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var ports) && ports <= MostRootPorts)
        {
            return ports;
        }

        diagnostics.Add(EditDiagnostics.UnknownPorts(edit.Span, edit.Selector));
        return 0;
    }

    // A bus has 32 slots of 8 functions.
    private const int MostRootPorts = 256;

    public static ScalarNode Scalar(OptionUse use) =>
        ScalarNode.String(new SourceFile(use.Option, use.Value ?? "").Start, use.Value?.Replace("name=", "", StringComparison.Ordinal).Replace("short-id=", "", StringComparison.Ordinal) ?? "");

    [GeneratedRegex(@"(?:^|(?<=,))refresh-machine-type=(\w*)(?:,|$)")]
    private static partial Regex RefreshMachineType();
}
