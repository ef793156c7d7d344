using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Exporting;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Tests.Exporting;

public sealed class ResourceExporterTests
{
    [Fact]
    public void Says_what_the_host_does_not_give_by_itself() => Assert.Equal(
        """
        apiVersion: virtprovision/v1
        kind: Domain
        metadata:
          name: web01
        spec:
          type: qemu
          arch: x86_64
          machine: pc-q35-7.2
          defaults: none
          memory: '2GiB'
          vcpus: 2
          boot:
            devs:
            - hd
            osType: hvm
          disks:
          - name: root
            bus: virtio
            path: /srv/web01.qcow2
            format: qcow2
            target:
              dev: vda
          networks:
          - network: lan
            mac: '52:54:00:00:00:01'
            model: virtio

        """,
        Yaml("""
            <domain type='qemu'>
              <name>web01</name>
              <memory unit='KiB'>2097152</memory>
              <currentMemory unit='KiB'>2097152</currentMemory>
              <vcpu placement='static'>2</vcpu>
              <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os>
              <clock offset='utc'/>
              <on_poweroff>destroy</on_poweroff>
              <on_reboot>restart</on_reboot>
              <on_crash>destroy</on_crash>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                <disk type='file' device='disk'>
                  <driver name='qemu' type='qcow2'/>
                  <source file='/srv/web01.qcow2'/>
                  <target dev='vda' bus='virtio'/>
                  <alias name='ua-root'/>
                  <address type='pci' domain='0x0000' bus='0x02' slot='0x00' function='0x0'/>
                </disk>
                <controller type='pci' index='0' model='pcie-root'/>
                <controller type='pci' index='1' model='pcie-root-port'><model name='pcie-root-port'/><target chassis='1' port='0x10'/><address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0' multifunction='on'/></controller>
                <controller type='pci' index='2' model='pcie-root-port'><model name='pcie-root-port'/><target chassis='2' port='0x11'/><address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x1'/></controller>
                <interface type='network'>
                  <mac address='52:54:00:00:00:01'/>
                  <source network='lan'/>
                  <model type='virtio'/>
                  <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>
                </interface>
                <input type='mouse' bus='ps2'/>
                <input type='keyboard' bus='ps2'/>
                <audio id='1' type='none'/>
              </devices>
            </domain>
            """));

    [Fact]
    public void An_address_that_somebody_chose_is_said() =>
        Assert.Contains("slot: '0x09'", Yaml(Domain("<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/><address type='pci' bus='0x00' slot='0x09'/></disk>")), StringComparison.Ordinal);

    [Fact]
    public void What_has_no_word_is_an_edit_where_it_belongs()
    {
        var yaml = Yaml(Domain("<disk type='file'><source file='/a'/><target dev='vda' bus='virtio'/><novelty depth='3'>deep &amp; new</novelty></disk>"));

        Assert.Contains(
            """
                xml:
                - set: './novelty'
                  value: 'deep & new'
                - set: './novelty/@depth'
                  value: '3'
            """, yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Metadata_of_others_is_kept_in_its_own_namespace()
    {
        var yaml = Yaml("<domain><name>a</name><metadata><note:text xmlns:note='http://example.org/note/1' lang='en'>${HOME}</note:text></metadata></domain>");

        Assert.Contains("- set: './metadata/Q{http://example.org/note/1}text'\n    value: '$${HOME}'", yaml, StringComparison.Ordinal);
        var diagnostics = new DiagnosticBag();
        var note = ExportLaws.Render(yaml, diagnostics)!.Element("metadata")!.Elements().Single();
        Assert.Empty(diagnostics);
        Assert.Equal((XNamespace.Get("http://example.org/note/1") + "text", "${HOME}", "en"), (note.Name, note.Value, note.Attribute("lang")!.Value));
    }

    [Fact]
    public void A_secret_is_left_out_and_named()
    {
        var exported = Export(Domain("<graphics type='vnc' port='5901' passwd='opensesame'/>"), isFull: true);

        Assert.Equal("graphics[vnc].password", Assert.Single(exported.Secrets));
        Assert.StartsWith("# graphics[vnc].password is a secret", exported.ToYaml(), StringComparison.Ordinal);
        Assert.DoesNotContain("opensesame", exported.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_memory_of_it_is_no_part_of_it()
    {
        var desired = XElement.Parse("<domain><name>a</name><memory>1024</memory></domain>");
        var xml = AppliedMemory.Of(KindFacts.For(ResourceKind.Domain), desired, "1.0", [1]).Write(XElement.Parse("<domain type='qemu'><name>a</name><memory unit='KiB'>1024</memory></domain>"));

        Assert.DoesNotContain("metadata", Export(xml.ToString(), isFull: true).ToYaml().Split("spec:")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_applied_before_is_said_again_even_if_the_host_gives_it()
    {
        var desired = XElement.Parse("<domain><name>a</name><on_reboot>restart</on_reboot></domain>");
        var xml = AppliedMemory.Of(KindFacts.For(ResourceKind.Domain), desired, "1.0", [1]).Write(XElement.Parse("<domain type='qemu'><name>a</name><on_reboot>restart</on_reboot></domain>"));

        Assert.Contains("on_reboot: restart", Export(xml.ToString(), isFull: false).ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void States_are_said_where_a_new_object_would_have_others()
    {
        var network = new ObservedResource(new ResourceId(ResourceKind.Network, "n"), XElement.Parse("<network><name>n</name></network>"), null, Autostart: true);
        var yaml = ResourceExporter.Embedded.Export(network, isFull: false, new DiagnosticBag())!.ToYaml();

        Assert.Contains("running: false", yaml, StringComparison.Ordinal);
        Assert.Contains("autostart: true", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_spec_may_say_is_reported()
    {
        var diagnostics = new DiagnosticBag();
        var id = new ResourceId(ResourceKind.Domain, "a");
        var xml = XElement.Parse($"<domain><name>a</name><metadata><vp:other xmlns:vp='{ProvisionNamespace.Name}'/></metadata></domain>");

        Assert.Null(ResourceExporter.Embedded.Export(new ObservedResource(id, xml, null, Autostart: false), isFull: true, diagnostics));
        Assert.Equal("VP5101", Assert.Single(diagnostics).Code);
    }

    private static string Domain(string devices) => $"<domain type='qemu'><name>a</name><devices>{devices}</devices></domain>";

    private static string Yaml(string xml) => Export(xml, isFull: false).ToYaml();

    private static ExportedResource Export(string xml, bool isFull)
    {
        var diagnostics = new DiagnosticBag();
        var root = XElement.Parse(xml);
        var exported = ResourceExporter.Embedded.Export(new ObservedResource(new ResourceId(ResourceKind.Domain, root.Element("name")!.Value), root, null, Autostart: false), isFull, diagnostics);
        Assert.DoesNotContain(diagnostics, static finding => finding.IsError);
        return exported!;
    }
}
