using System.Globalization;
using System.Xml.Linq;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Changes of what runs.</summary>
internal sealed partial class SnapshotHypervisor
{
    public Task AttachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        Do(() => SnapshotDevices.Attach(Pluggable(domain, "virDomainAttachDevice"), XElement.Parse(deviceXml)));

    public Task UpdateDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        Do(() => SnapshotDevices.Update(Pluggable(domain, "virDomainUpdateDevice"), XElement.Parse(deviceXml)));

    public Task DetachDeviceAsync(ResourceId domain, string deviceXml, CancellationToken cancellationToken) =>
        Do(() => SnapshotDevices.Detach(Pluggable(domain, "virDomainDetachDevice"), XElement.Parse(deviceXml)));

    public Task<IUnplugWatch> WatchUnpluggingAsync(ResourceId domain, CancellationToken cancellationToken) => Task.FromResult<IUnplugWatch>(new NoUnplugWatch());

    public Task UpdateNetworkAsync(ResourceId network, NetworkEdit edit, CancellationToken cancellationToken) =>
        Do(() => SnapshotNetworkEdits.Apply(_state.GetActive(network).Live, edit));

    public Task SetLiveAsync(ResourceId domain, LiveSetting setting, CancellationToken cancellationToken) => Do(() => Set(_state.GetActive(domain).Live, setting));

    // The test driver's guests have no plugs.
    private XElement Pluggable(ResourceId domain, string function) => _host.ReadFacts().IsTest
        ? throw SnapshotRefusal.Of(Libvirt.Errors.LibvirtErrorCode.NoSupport, $"this function is not supported by the connection driver: {function}")
        : _state.GetActive(domain).Live;

    private static void Set(XElement live, LiveSetting setting)
    {
        switch (setting)
        {
            case LiveSetting.CurrentMemory memory:
                live.SetElementValue("currentMemory", memory.KiB);
                live.Element("currentMemory")!.SetAttributeValue("unit", "KiB");
                break;
            case LiveSetting.VcpuCount vcpus:
                live.Element("vcpu")?.SetAttributeValue("current", vcpus.Count);
                break;
            case LiveSetting.Title title:
                live.SetElementValue("title", title.Text);
                break;
            case LiveSetting.DomainDescription description:
                live.SetElementValue("description", description.Text);
                break;
            case LiveSetting.LifecycleAction action:
                live.SetElementValue($"on_{action.Event}", action.Action);
                break;
            case LiveSetting.MetadataElement element:
                SetMetadata(live, element);
                break;
            case LiveSetting.BlockIoTune tune:
                SetIoTune(live, tune);
                break;
            default:
                SnapshotTuning.Set(live, setting);
                break;
        }
    }

    private static void SetMetadata(XElement live, LiveSetting.MetadataElement element)
    {
        if (live.Element("metadata") is not { } metadata)
        {
            live.Add(metadata = new XElement("metadata"));
        }

        metadata.Elements().Where(item => item.Name.NamespaceName == element.Namespace).Remove();
        if (element.Xml is not null)
        {
            metadata.Add(XElement.Parse(element.Xml));
        }
    }

    private static void SetIoTune(XElement live, LiveSetting.BlockIoTune tune)
    {
        var disk = SnapshotDevices.FindDisk(live, tune.Target)
            ?? throw SnapshotRefusal.Of(Libvirt.Errors.LibvirtErrorCode.InvalidArg, $"invalid argument: disk '{tune.Target}' was not found in the domain config");
        disk.Elements("iotune").Remove();
        var limits = tune.Limits.Where(static limit => limit.Value > 0).Select(static limit => new XElement(limit.Key, limit.Value.ToString(CultureInfo.InvariantCulture)));
        var group = tune.Group is null ? null : new XElement("group_name", tune.Group);
        if (group is not null || tune.Limits.Any(static limit => limit.Value > 0))
        {
            disk.Add(new XElement("iotune", limits, group));
        }
    }

    /// <summary>A device of XML is gone at once; there is nothing to hear.</summary>
    private sealed class NoUnplugWatch : IUnplugWatch
    {
        public Task<UnplugAnswer> WaitAsync(string alias, TimeSpan deadline, CancellationToken cancellationToken) => Task.FromResult(UnplugAnswer.None);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
