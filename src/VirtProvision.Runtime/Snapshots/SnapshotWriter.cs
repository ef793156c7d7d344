using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Writes a host down, so that <c>snapshot://DIR</c> answers as it did. Only reads the host.</summary>
public sealed class SnapshotWriter
{
    private readonly IHostConnector _connector;
    private readonly SnapshotOptions _options;
    private readonly IProgress<SnapshotProgress>? _progress;
    private readonly SnapshotFolderWriter _files;
    private readonly SnapshotRecordWriter _record = new();

    public SnapshotWriter(IHostConnector connector, SnapshotOptions options, IProgress<SnapshotProgress>? progress)
    {
        _connector = connector;
        _options = options;
        _progress = progress;
        _files = new SnapshotFolderWriter(options.Folder, options.IncludeSecrets);
    }

    /// <returns>What was written, or why not.</returns>
    public async Task<(SnapshotSummary? Summary, Diagnostic? Finding)> WriteAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            if (!_options.Overwrite && !SnapshotFolderWriter.IsEmpty(_options.Folder))
            {
                return (null, SnapshotDiagnostics.NotEmpty(_options.Folder));
            }

            var host = _options.IncludeSecrets
                ? await _connector.ConnectAsync(cancellationToken).ConfigureAwait(false)
                : await _connector.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                return (await WriteAsync(host, now, cancellationToken).ConfigureAwait(false), null);
            }
        }
        catch (LibvirtException exception)
        {
            return (null, HostDiagnostics.CannotRead(_connector.Uri, exception));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, SnapshotDiagnostics.NotWritten(_options.Folder, exception.Message));
        }
    }

    private async Task<SnapshotSummary> WriteAsync(IHypervisorReader host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var facts = await host.ReadFactsAsync(cancellationToken).ConfigureAwait(false);
        _files.Begin();
        _files.Write(SnapshotLayout.Capabilities, facts.Capabilities.Xml);
        var machines = await WriteMachinesAsync(host, facts, cancellationToken).ConfigureAwait(false);

        var domains = await host.Inventory.DomainsAsync(cancellationToken).ConfigureAwait(false);
        await WriteObjectsAsync(host, ResourceKind.Domain, [.. domains.Select(static domain => domain.Name)], cancellationToken).ConfigureAwait(false);
        var networks = await host.Inventory.NetworksAsync(cancellationToken).ConfigureAwait(false);
        await WriteObjectsAsync(host, ResourceKind.Network, [.. networks.Select(static network => network.Name)], cancellationToken).ConfigureAwait(false);
        var pools = await host.Inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        await WriteObjectsAsync(host, ResourceKind.StoragePool, [.. pools.Select(static pool => pool.Name)], cancellationToken).ConfigureAwait(false);
        var volumes = 0;
        foreach (var pool in pools)
        {
            volumes += await WriteVolumesAsync(host, pool, cancellationToken).ConfigureAwait(false);
        }

        Report("devices");
        var devices = await host.Inventory.NodeDevicesAsync(cancellationToken).ConfigureAwait(false);
        foreach (var device in devices)
        {
            _files.Write(SnapshotLayout.NodeDeviceFile(device.Name), device.Xml);
        }

        _record.NodeDevices = [.. devices.Select(static device => device.Name)];
        _files.Write(SnapshotLayout.HostFile, _record.ToJson(_connector.Uri, facts, _options.IncludeSecrets, now));
        return new SnapshotSummary(
            _options.Folder, _connector.Uri, $"{SnapshotConnector.Scheme}://{Path.TrimEndingDirectorySeparator(_options.Folder)}", domains.Length, networks.Length, pools.Length, volumes, devices.Length, machines, _options.IncludeSecrets);
    }

    /// <summary>The capabilities of every machine that the defaults could choose, and of the likeliest one for whatever else is asked.</summary>
    private async Task<int> WriteMachinesAsync(IHypervisorReader host, HostFacts facts, CancellationToken cancellationToken)
    {
        Report("machines");
        var queries = SnapshotMachines.Of(facts.Capabilities);
        var answers = await Task.WhenAll(queries.Select(query => host.ReadDomainCapabilitiesAsync(query, cancellationToken))).ConfigureAwait(false);
        var known = queries.Zip(answers).Where(static pair => pair.Second is not null).Select(static pair => (Query: pair.First, Answer: pair.Second!)).ToArray();
        foreach (var (query, answer) in known)
        {
            _files.Write(SnapshotLayout.DomainCapabilitiesOf(query), answer.Xml);
        }

        if (SnapshotMachines.Likeliest(facts.Capabilities, known) is { } likeliest)
        {
            _files.Write(SnapshotLayout.DomainCapabilities, likeliest.Xml);
        }

        foreach (var arch in known.GroupBy(static item => item.Query.Arch!, StringComparer.Ordinal).Where(static arch => arch.Key is "x86_64" or "i686"))
        {
            _record.CpuSecurityFeatures[arch.Key] =
                await host.ReadCpuSecurityFeaturesAsync(SnapshotMachines.Likeliest(facts.Capabilities, arch)!, cancellationToken).ConfigureAwait(false);
        }

        return known.Length;
    }

    private async Task WriteObjectsAsync(IHypervisorReader host, ResourceKind kind, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        Report(SnapshotLayout.FolderOf(kind));
        var seen = await host.ObserveAsync(new ObservationRequest([.. names.Select(name => new ResourceId(kind, name))], [], []), cancellationToken).ConfigureAwait(false);
        foreach (var item in seen.Resources.Values.OrderBy(static item => item.Id.Name, StringComparer.Ordinal))
        {
            var (definition, live) = await WithSecretsAsync(host, item, cancellationToken).ConfigureAwait(false);
            _files.Write(SnapshotLayout.FileOf(kind, item.Id.Name), definition);
            if (live is not null && !XNode.DeepEquals(live, definition))
            {
                _files.Write(SnapshotLayout.LiveFileOf(kind, item.Id.Name), live);
            }

            _record.Add(item);
        }
    }

    private async Task<(XElement Definition, XElement? Live)> WithSecretsAsync(IHypervisorReader host, ObservedResource item, CancellationToken cancellationToken)
    {
        if (!_options.IncludeSecrets || item.Id.Kind != ResourceKind.Domain)
        {
            return (item.Inactive, item.Live);
        }

        var definition = host.ReadXmlAsync(item.Id, XmlView.InactiveWithSecrets, cancellationToken);
        var live = item.IsRunning ? await host.ReadXmlAsync(item.Id, XmlView.LiveWithSecrets, cancellationToken).ConfigureAwait(false) : null;
        return (await definition.ConfigureAwait(false) ?? item.Inactive, live);
    }

    private async Task<int> WriteVolumesAsync(IHypervisorReader host, HostPool pool, CancellationToken cancellationToken)
    {
        Report("volumes");
        var volumes = await host.Inventory.VolumesAsync(pool.Name, cancellationToken).ConfigureAwait(false);
        foreach (var volume in volumes)
        {
            _files.Write(SnapshotLayout.FileOf(ResourceKind.StorageVolume, volume.Name, pool.Name), volume.Xml);
        }

        _record.Add(pool, volumes);
        return volumes.Length;
    }

    private void Report(string what) => _progress?.Report(new SnapshotProgress(what, _files.Written));
}
