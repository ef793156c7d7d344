using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

/// <summary>A domain as libvirt hands it back, and short ways to compare with it.</summary>
internal static class Domains
{
    public static KindFacts Facts => KindFacts.For(ResourceKind.Domain);

    public static XElement Web01() => XElement.Parse("""
        <domain type='qemu'>
          <name>web01</name>
          <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
          <metadata><app:owner xmlns:app="urn:app" team="web"/></metadata>
          <memory unit='KiB'>1048576</memory>
          <currentMemory unit='KiB'>1048576</currentMemory>
          <vcpu placement='static' current='1'>2</vcpu>
          <os>
            <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
            <boot dev='hd'/>
          </os>
          <features><acpi/><apic/></features>
          <cpu mode='host-passthrough' check='none' migratable='on'/>
          <devices>
            <emulator>/usr/bin/qemu-system-x86_64</emulator>
            <disk type='file' device='disk'>
              <driver name='qemu' type='qcow2' cache='none'/>
              <source file='/images/root.qcow2'/>
              <target dev='vda' bus='virtio'/>
              <alias name='ua-root'/>
              <address type='pci' domain='0x0000' bus='0x04' slot='0x00' function='0x0'/>
            </disk>
            <disk type='file' device='cdrom'>
              <driver name='qemu' type='raw'/>
              <source file='/images/a.iso'/>
              <target dev='sda' bus='sata'/>
              <readonly/>
              <address type='drive' controller='0' bus='0' target='0' unit='0'/>
            </disk>
            <controller type='usb' index='0' model='qemu-xhci'/>
            <controller type='sata' index='0'/>
            <interface type='network'>
              <mac address='52:54:00:00:00:01'/>
              <source network='default'/>
              <model type='virtio'/>
              <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
            </interface>
            <serial type='pty'><target type='isa-serial' port='0'><model name='isa-serial'/></target></serial>
            <console type='pty'><target type='serial' port='0'/></console>
            <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'><listen type='address' address='127.0.0.1'/></graphics>
            <sound model='ich6'/>
            <memballoon model='virtio'/>
          </devices>
        </domain>
        """);

    public static ComparisonResult Compare(string desired, string? last = null, XElement? observed = null) =>
        XmlComparer.Compare(Facts, last is null ? null : XElement.Parse(last), XElement.Parse(desired), observed ?? Web01());

    /// <summary>Changes as lines: <c>memory 1GiB → 2GiB NextStart</c>.</summary>
    public static string[] Lines(ComparisonResult result) =>
    [
        .. result.Changes.Select(static change =>
            $"{change.Path} {change.Before ?? "∅"} → {change.After ?? "∅"} {change.Effect}{(change.LiveMeans is null ? "" : ":" + change.LiveMeans)}{(change.IsDrift ? " drift" : "")}"),
    ];
}
