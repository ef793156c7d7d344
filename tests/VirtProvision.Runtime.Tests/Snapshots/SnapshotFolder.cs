using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime.Tests.Snapshots;

/// <summary>A small host written down: one running and one stopped domain, a network and an asleep one, a pool with two volumes and an asleep one.</summary>
internal sealed class SnapshotFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-snapshot-");

    public SnapshotFolder()
    {
        Write("host.json", """
            {
              "uri": "qemu:///system", "driver": "qemu", "is_remote": false, "is_session": false, "default_bridge": "br0",
              "cpu_security_features": {"x86_64": ["md-clear", "spec-ctrl"], "i686": null},
              "domains": {
                "web/01": {"active": true, "autostart": true, "persistent": true},
                "db": {"active": false, "autostart": false, "persistent": true}
              },
              "networks": {"lan": {"active": true, "autostart": true}, "lab": {"active": false}},
              "pools": {
                "images": {"active": true, "capacity": 1000, "available": 18446744073709551615, "volumes": [{"name": "a.qcow2", "path": "/images/a.qcow2"}, {"name": "b.img", "path": "/images/b.img"}]},
                "asleep": {"active": false, "volumes": [{"name": "hidden", "path": "/asleep/hidden"}]}
              },
              "nodedevs": ["pci_0000_00_02_0"]
            }
            """);
        Write("capabilities.xml", "<capabilities><host><cpu><arch>x86_64</arch></cpu></host><guest><os_type>hvm</os_type><arch name='x86_64'><machine canonical='pc-q35-9.0'>q35</machine><domain type='kvm'/></arch></guest></capabilities>");
        Write("domcapabilities.xml", "<domainCapabilities><domain>kvm</domain><machine>pc-i440fx-9.0</machine><arch>x86_64</arch></domainCapabilities>");
        Write("domcapabilities/x86_64.kvm.q35.xml", "<domainCapabilities><domain>kvm</domain><machine>pc-q35-9.0</machine><arch>x86_64</arch></domainCapabilities>");
        Write("domains/web%2F01.xml", """
            <domain type='kvm'>
              <name>web/01</name><uuid>11111111-1111-1111-1111-111111111111</uuid><memory unit='KiB'>1048576</memory><currentMemory unit='KiB'>1048576</currentMemory><vcpu>4</vcpu>
              <devices>
                <disk type='file' device='disk'><source file='/images/a.qcow2'/><target dev='vda'/></disk>
                <interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan'/></interface>
                <graphics type='vnc' passwd='geheim'/>
              </devices>
            </domain>
            """);
        Write("domains/web%2F01.live.xml", "<domain type='kvm' id='3'><name>web/01</name><uuid>11111111-1111-1111-1111-111111111111</uuid><vcpu current='2'>4</vcpu><devices><disk type='file' device='disk'><source file='/images/a.qcow2'/><target dev='vda'/></disk><interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan'/></interface></devices></domain>");
        Write("domains/db.xml", "<domain type='kvm'><name>db</name><uuid>22222222-2222-2222-2222-222222222222</uuid><devices><interface type='network'><source network='lab'/></interface></devices></domain>");
        Write("networks/lan.xml", "<network><name>lan</name><uuid>33333333-3333-3333-3333-333333333333</uuid><bridge name='virbr1'/><ip address='10.0.0.1'><dhcp><host mac='52:54:00:00:00:01' ip='10.0.0.2'/></dhcp></ip></network>");
        Write("networks/lab.xml", "<network><name>lab</name><uuid>44444444-4444-4444-4444-444444444444</uuid></network>");
        Write("pools/images.xml", "<pool type='dir'><name>images</name><uuid>55555555-5555-5555-5555-555555555555</uuid><target><path>/images/</path></target></pool>");
        Write("pools/asleep.xml", "<pool type='dir'><name>asleep</name><uuid>66666666-6666-6666-6666-666666666666</uuid><target><path>/asleep</path></target></pool>");
        Write("volumes/images/a.qcow2.xml", "<volume type='file'><name>a.qcow2</name><key>/images/a.qcow2</key><capacity>100</capacity><allocation>10</allocation><target><path>/images/a.qcow2</path><format type='qcow2'/></target></volume>");
        Write("volumes/images/b.img.xml", "<volume type='file'><name>b.img</name><capacity>50</capacity><allocation>50</allocation><target><path>/images/b.img</path><format type='raw'/></target><backingStore><path>/images/base</path></backingStore></volume>");
        Write("volumes/asleep/hidden.xml", "<volume type='file'><name>hidden</name><capacity>1</capacity><target><path>/asleep/hidden</path></target></volume>");
        Write("nodedevs/pci_0000_00_02_0.xml", "<device><name>pci_0000_00_02_0</name><capability type='pci'><class>0x030000</class></capability></device>");
    }

    public string Path => _folder.FullName;

    public SnapshotConnector Connect() => new($"snapshot://{Path}", () => new Guid("99999999-9999-9999-9999-999999999999"));

    public void Write(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Delete(string file) => File.Delete(System.IO.Path.Combine(Path, file));

    public void Dispose() => _folder.Delete(recursive: true);
}
