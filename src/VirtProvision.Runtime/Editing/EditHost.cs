using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Options;
using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Editing;

/// <summary>What edits need to know of the host, read when it is known that they need it: most need nothing.</summary>
internal sealed class EditHost(IHypervisorReader reader)
{
    private readonly Lazy<OsDatabase> _systems = new(static () => new OsDatabase(OsDatabaseFolders.FromEnvironment()));
    private Task<HostFacts>? _facts;
    private HostFacts? _known;
    private HostView _view = HostView.Empty;

    public IHostInventory Inventory => reader.Inventory;

    public Task<HostFacts> FactsAsync(CancellationToken cancellationToken) => _facts ??= reader.ReadFactsAsync(cancellationToken);

    public async Task<HostFacts> FactsOfAsync(DomainCapabilitiesQuery machine, bool namesCpu, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(cancellationToken).ConfigureAwait(false);
        facts = facts with { Domain = await reader.ReadDomainCapabilitiesAsync(machine, cancellationToken).ConfigureAwait(false) };
        return namesCpu && facts.Domain is { } capabilities
            ? facts with { CpuSecurityFeatures = await reader.ReadCpuSecurityFeaturesAsync(capabilities, cancellationToken).ConfigureAwait(false) }
            : facts;
    }

    /// <summary>The system of that short id or URL; reported when there is none.</summary>
    public OsFacts? FindSystem(ScalarNode name, DiagnosticBag diagnostics)
    {
        if (_systems.Value.Find(name.Text is "none" ? "generic" : name.Text) is { } found)
        {
            return found;
        }

        diagnostics.Add(EditingDiagnostics.UnknownSystem(name.Span, name.Text, _systems.Value.Nearest(name.Text)?.ShortId));
        return null;
    }

    /// <summary>The system that a domain's metadata name; generic where it is not known here.</summary>
    public OsFacts SystemOf(string? id) => (id is null ? null : _systems.Value.Find(id)) ?? OsFacts.Generic;

    /// <summary>The path of a volume, as far as it was read.</summary>
    public string? VolumePath(string pool, string name) => _view.Storage.Volume(pool, name)?.Path;

    /// <summary>Reads what the words name and only the host knows.</summary>
    public async Task PrepareAsync(IEnumerable<OptionUse> uses, string? folder, CancellationToken cancellationToken)
    {
        foreach (var use in uses)
        {
            var spec = OptionParser.Parse([use], new DiagnosticBag(), new OptionParserSettings(folder, KeepsUnset: true)).Spec;
            if (NamedDevices.NeedNodeDevices(spec) && _view.NodeDevices.IsEmpty)
            {
                _view = _view with { NodeDevices = await reader.Inventory.NodeDevicesAsync(cancellationToken).ConfigureAwait(false) };
            }

            foreach (var pool in NamedDevices.PoolsOf(spec))
            {
                _view = _view with { Storage = _view.Storage with { Volumes = _view.Storage.Volumes.SetItem(pool, await reader.Inventory.VolumesAsync(pool, cancellationToken).ConfigureAwait(false)) } };
            }

            if (IsNamedCpu(spec["cpu"] as MappingNode))
            {
                _known = await FactsOfAsync(new DomainCapabilitiesQuery(null, null, null, null), namesCpu: true, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The words with what the host knows of them.</summary>
    public MappingNode Resolve(MappingNode spec, DiagnosticBag diagnostics)
    {
        spec = NamedDevices.Resolve(spec, _view, diagnostics);
        diagnostics.AddRange(NamedDevices.SizesOf(spec).Select(EditingDiagnostics.CreatesNothing));

        if ((spec["osinfo"] as MappingNode)?["name"] is ScalarNode { IsNull: false } name && FindSystem(name, diagnostics) is { } system)
        {
            spec = spec.With("osinfo", MappingNode.Empty(name.Span).With("id", ScalarNode.String(name.Span, system.Id)));
        }

        return _known is { } facts && spec["cpu"] is MappingNode cpu && IsNamedCpu(cpu) ? spec.With("cpu", CpuWords.Complete(cpu, facts)) : spec;
    }

    // The host's own model, or one to which its features against speculative execution are added.
    private static bool IsNamedCpu(MappingNode? cpu) =>
        cpu?.TextOf("mode") is "host-copy" or "host-model-only" || (cpu?["model"] as MappingNode)?.TextOf("name") is not null;
}
