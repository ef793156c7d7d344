using System.Xml.Linq;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Changes of what runs.</summary>
public sealed partial class LibvirtHypervisor
{
    public async Task RememberAsync(ResourceId domain, XElement memory, CancellationToken cancellationToken)
    {
        var handle = await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false);

        var xml = XmlText.Write(WithoutNamespace(memory, ProvisionNamespace.Name));
        var place = DomainMetadata.Element(ProvisionNamespace.Name.NamespaceName, ProvisionNamespace.Prefix);
        var live = await IsActiveAsync(domain, cancellationToken).ConfigureAwait(false) ? DomainAffect.Live : DomainAffect.Current;
        try
        {
            await _client.SetDomainMetadataAsync(handle, place, xml, DomainAffect.Config | live, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception) when (exception.Code is LibvirtErrorCode.OperationInvalid && live is DomainAffect.Live)
        {
            // A domain that is gone when it stops has no other configuration.
            await _client.SetDomainMetadataAsync(handle, place, xml, DomainAffect.Live, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task UpdateNetworkAsync(ResourceId network, NetworkEdit edit, CancellationToken cancellationToken) =>
        await _client.UpdateNetworkAsync(
            new NetworkUpdate(
                await _handles.NetworkAsync(network, cancellationToken).ConfigureAwait(false), edit.Command, edit.Section, edit.Xml, NetworkAffect.Live, edit.ParentIndex),
            cancellationToken).ConfigureAwait(false);

    public async Task AttachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        await _client.AttachDeviceAsync(
            await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), deviceXml, DomainDeviceFlags.Live, cancellationToken).ConfigureAwait(false);

    public async Task UpdateDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        await _client.UpdateDeviceAsync(
            await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), deviceXml, DomainDeviceFlags.Live, cancellationToken).ConfigureAwait(false);

    public async Task DetachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        await _client.DetachDeviceAsync(
            await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), deviceXml, DomainDeviceFlags.Live, cancellationToken).ConfigureAwait(false);

    public async Task<IUnplugWatch> WatchUnpluggingAsync(ResourceId domain, CancellationToken cancellationToken) =>
        await LibvirtUnplugWatch.OpenAsync(_client, await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task ResizeDiskAsync(ResourceId domain, string target, long capacity, CancellationToken cancellationToken) =>
        await _client.ResizeBlockAsync(
            await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false), target, (ulong)capacity, cancellationToken).ConfigureAwait(false);

    public async Task SetLiveAsync(ResourceId domain, LiveSetting setting, CancellationToken cancellationToken)
    {
        var handle = await _handles.DomainAsync(domain, cancellationToken).ConfigureAwait(false);
        await (setting switch
        {
            LiveSetting.CurrentMemory memory => _client.SetMemoryAsync(handle, memory.KiB, DomainMemoryFlags.Live, cancellationToken),
            LiveSetting.VcpuCount vcpus => _client.SetVcpusAsync(handle, vcpus.Count, DomainVcpuFlags.Live, cancellationToken),
            LiveSetting.Title title => _client.SetDomainMetadataAsync(handle, DomainMetadata.Title, title.Text, DomainAffect.Live, cancellationToken),
            LiveSetting.DomainDescription text => _client.SetDomainMetadataAsync(handle, DomainMetadata.Description, text.Text, DomainAffect.Live, cancellationToken),
            LiveSetting.MetadataElement element => _client.SetDomainMetadataAsync(
                handle, DomainMetadata.Element(element.Namespace, element.Prefix), element.Xml is null ? null : XmlText.Write(WithoutNamespace(XElement.Parse(element.Xml), element.Namespace)), DomainAffect.Live, cancellationToken),
            LiveSetting.LifecycleAction action => _client.SetLifecycleActionAsync(
                handle, Enum.Parse<DomainLifecycle>(action.Event, ignoreCase: true), ActionOf(action.Action), DomainAffect.Live, cancellationToken),
            LiveSetting.BlockIoTune tune => _client.SetBlockIoTuneAsync(handle, tune.Target, LimitsOf(tune), DomainAffect.Live, cancellationToken),
            _ => TuneAsync(handle, setting, cancellationToken),
        }).ConfigureAwait(false);
    }

    public async Task UploadAsync(ResourceId volume, FileStream content, bool sparse, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var stream = await _client.UploadStorageVolumeAsync(LibvirtHandles.Volume(volume), default, sparse, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await (sparse
                ? SparseCopy.UploadAsync(content, stream, progress, cancellationToken)
                : CopyAsync(content, stream, progress, cancellationToken)).ConfigureAwait(false);
            await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(FileStream content, LibvirtStream stream, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024 * 1024];
        for (long moved = 0; await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read;)
        {
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            progress?.Report(moved += read);
        }
    }

    // virXMLInjectNamespace: libvirt puts the namespace on every element that has none, and refuses one that is there already.
    private static XElement WithoutNamespace(XElement element, XNamespace name) => new(
        element.Name.Namespace == name ? element.Name.LocalName : element.Name,
        element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration || attribute.Value != name.NamespaceName),
        element.Nodes().Select(node => node is XElement child ? WithoutNamespace(child, name) : node));

    // "coredump-destroy" in XML is CoredumpDestroy here.
    private static DomainLifecycleAction ActionOf(string action) =>
        Enum.Parse<DomainLifecycleAction>(action.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static ImmutableArray<TypedParameter> LimitsOf(LiveSetting.BlockIoTune tune)
    {
        var limits = tune.Limits.Select(static limit => new TypedParameter(limit.Key, limit.Value));
        return tune.Group is null ? [.. limits] : [.. limits, new TypedParameter("group_name", tune.Group)];
    }
}
