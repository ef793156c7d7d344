using System.Xml.Linq;

namespace VirtProvision.Core.Hosts;

/// <summary>Judges what was found on a host: what works, what does not, and what to do about it.</summary>
public static class HostExamination
{
    // What our tests run against is newer; older ones lack calls that a plan makes.
    private static readonly Version s_oldest = new(6, 0);

    private const long Gibibyte = 1L << 30;

    public static ImmutableArray<HostCheck> Judge(HostVitals vitals)
    {
        if (vitals.NotReached is { } unreached)
        {
            return [new HostCheck("connection", CheckState.Failed, $"{unreached.Summary} ({unreached.Code}).", unreached.Detail)];
        }

        var checks = ImmutableArray.CreateBuilder<HostCheck>();
        checks.Add(new HostCheck("connection", CheckState.Ok, $"{vitals.Uri} answers."));
        checks.Add(vitals.NotWritable is { } unwritable
            ? new HostCheck("permission", CheckState.Failed, $"The host may be read, but not changed: {unwritable.Summary} ({unwritable.Code}).", unwritable.Detail)
            : new HostCheck("permission", CheckState.Ok, "The host may be changed."));
        checks.AddRange(Versions(vitals));
        if (vitals.Facts is { } facts)
        {
            checks.AddRange(facts.IsQemu ? Machines(vitals, facts) : []);
            checks.AddRange(Hardware(vitals, facts));
        }

        checks.AddRange(vitals.Pools.Value is { } pools ? Pools(pools) : Refused("pools", vitals.Pools.Refusal));
        checks.AddRange(vitals.Networks.Value is { } networks ? Networks(networks) : Refused("networks", vitals.Networks.Refusal));
        checks.AddRange(vitals.Domains.Value is null ? Refused("domains", vitals.Domains.Refusal) : Agents(vitals.Agents));
        return checks.ToImmutable();
    }

    private static IEnumerable<HostCheck> Refused(string subject, string? why) =>
        why is null ? [] : [new HostCheck(subject, CheckState.Warning, $"The host does not tell: {why}", "Install the part of libvirt that serves them (on Debian libvirt-daemon-system has all), or ignore this where the driver has none.")];

    private static IEnumerable<HostCheck> Versions(HostVitals vitals)
    {
        if (vitals.Versions is not { } versions)
        {
            yield break;
        }

        yield return versions.Libvirt < s_oldest
            ? new HostCheck("libvirt", CheckState.Warning, $"libvirt {versions.Libvirt} is older than {s_oldest}.", "Some of what specs can say needs calls that it lacks. Upgrade it.")
            : new HostCheck("libvirt", CheckState.Ok, $"libvirt {versions.Libvirt}.");
        if (vitals.Facts is { IsQemu: true })
        {
            yield return new HostCheck("qemu", CheckState.Ok, $"QEMU {versions.Hypervisor}.");
        }
    }

    private static IEnumerable<HostCheck> Machines(HostVitals vitals, HostFacts facts)
    {
        var hasKvm = facts.Capabilities.FindGuest("hvm", facts.Capabilities.HostArch)?.HasDomain("kvm") is true;
        yield return (hasKvm, vitals.HasKvmDevice) switch
        {
            (true, false) => new HostCheck("kvm", CheckState.Warning, "libvirt offers KVM, but this machine has no /dev/kvm.", "Load kvm_intel or kvm_amd, and restart libvirt's daemon, which remembers what it found."),
            (true, _) => new HostCheck("kvm", CheckState.Ok, $"KVM{(vitals.Kvm?.Machine is { } machine ? $", with {machine} as the usual machine" : "")}."),
            _ => new HostCheck(
                "kvm", CheckState.Warning, "No KVM: guests are emulated, ten times slower and more.",
                "Turn virtualization on in the host's firmware (VT-x, AMD-V; in a virtual machine: nested), load kvm_intel or kvm_amd, and let QEMU's user open /dev/kvm (group kvm)."),
        };
        if ((vitals.Kvm ?? vitals.Machine) is { } known)
        {
            var loaders = known.Loaders ?? [];
            yield return known.FirmwareTypes?.Contains("efi") is true || loaders.Length > 0
                ? new HostCheck("firmware", CheckState.Ok, $"UEFI{(loaders.IsEmpty ? "" : $": {string.Join(", ", loaders)}")}.")
                : new HostCheck("firmware", CheckState.Warning, "No UEFI firmware: guests can boot by BIOS only.", "On Debian: apt install ovmf (qemu-efi-aarch64 on Arm); elsewhere edk2-ovmf.");
        }

        string[] confining = [.. facts.Capabilities.SecurityModels.Where(static model => model is not ("none" or "dac"))];
        yield return confining is [var first, ..]
            ? new HostCheck("security", CheckState.Ok, $"Guests are confined by {first}.")
            : facts.IsSession
            ? new HostCheck("security", CheckState.Ok, "Guests run with this user's rights.")
            : new HostCheck(
                "security", CheckState.Warning, "No security driver confines guests: one that breaks out of QEMU has all that QEMU's user has.",
                "Install and turn on AppArmor or SELinux, and restart libvirt's daemon; security_driver in /etc/libvirt/qemu.conf may have turned it off.");
    }

    private static IEnumerable<HostCheck> Hardware(HostVitals vitals, HostFacts facts)
    {
        var cells = facts.Capabilities.Xml.Element("host")?.Element("topology")?.Element("cells")?.Elements("cell").ToArray() ?? [];
        var cpus = cells.Sum(static cell => (int?)cell.Element("cpus")?.Attribute("num") ?? 0);
        var model = facts.Capabilities.HostCpuModel is { } name ? $", like {name}" : "";
        if (cpus > 0)
        {
            yield return new HostCheck("cpu", CheckState.Ok, $"{cpus} CPU{(cpus == 1 ? "" : "s")}, {facts.Capabilities.HostArch}{model}.");
        }

        var memory = cells.Sum(static cell => KibibytesOf(cell.Element("memory"))) * 1024;
        if (memory > 0 && vitals.Domains.Value is { } domains)
        {
            HostDomain[] running = [.. domains.Where(static domain => domain.IsActive)];
            var given = running.Sum(static domain => KibibytesOf(domain.Xml.Element("memory"))) * 1024;
            var text = $"{Size(memory)}, {Size(given)} of it given to {running.Length} running domain{(running.Length == 1 ? "" : "s")}.";
            yield return given > memory
                ? new HostCheck("memory", CheckState.Warning, text, "The running domains may use more than there is. Give them less, or move some to another host.")
                : new HostCheck("memory", CheckState.Ok, text);
        }
    }

    private static IEnumerable<HostCheck> Pools(IReadOnlyList<HostPool> pools)
    {
        foreach (var pool in pools)
        {
            yield return pool switch
            {
                { IsActive: false } => new HostCheck($"pool {pool.Name}", CheckState.Warning, "Not running.", $"virsh pool-start {Quoted(pool.Name)}; its target may be gone or not mounted. With a spec: running: true."),
                { Capacity: > 0 and var capacity, Available: { } free } when free < capacity / 20 || free < Gibibyte =>
                    new HostCheck($"pool {pool.Name}", CheckState.Warning, $"Nearly full: {Size(free)} free of {Size(capacity)}.", "Delete volumes that nobody uses (virt-provision images gc finds images), or enlarge what the pool is on."),
                { Capacity: > 0 and var capacity, Available: { } free } => new HostCheck($"pool {pool.Name}", CheckState.Ok, $"{Size(free)} free of {Size(capacity)}."),
                _ => new HostCheck($"pool {pool.Name}", CheckState.Ok, "Running."),
            };
        }

        if (pools.All(static pool => pool.Name is not "default"))
        {
            yield return new HostCheck("pool default", CheckState.Warning, "There is none, and disks that name no pool go there.", "Declare a StoragePool named default, or name a pool with every disk.");
        }
    }

    private static IEnumerable<HostCheck> Networks(IReadOnlyList<HostNetwork> networks)
    {
        foreach (var network in networks)
        {
            yield return network.IsActive
                ? new HostCheck($"network {network.Name}", CheckState.Ok, $"Running{(network.Bridge is { } bridge ? $" on {bridge}" : "")}.")
                : new HostCheck($"network {network.Name}", CheckState.Warning, "Not running: domains on it do not start.", $"virsh net-start {Quoted(network.Name)}, and virsh net-autostart for the next time. With a spec: running: true, autostart: true.");
        }

        if (networks.Count == 0)
        {
            yield return new HostCheck("networks", CheckState.Warning, "There is none.", "Declare a Network, or give guests a bridge of the host.");
        }
    }

    private static IEnumerable<HostCheck> Agents(ImmutableArray<AgentChannel> agents)
    {
        if (agents.IsEmpty)
        {
            yield break;
        }

        string[] silent = [.. agents.Where(static agent => !agent.IsConnected).Select(static agent => agent.Domain)];
        yield return silent is []
            ? new HostCheck("guest agent", CheckState.Ok, $"Answers in {(agents.Length == 1 ? "the running domain" : $"all {agents.Length} running domains")} with a channel for it.")
            : new HostCheck(
                "guest agent", CheckState.Warning, $"Silent in {silent.Length} of {agents.Length} running domains with a channel for it: {string.Join(", ", silent.Take(5))}{(silent.Length > 5 ? " …" : "")}.",
                "Install qemu-guest-agent in the guest and start it. Without it addresses come from leases only, and disks are not frozen for snapshots.");
    }

    private static long KibibytesOf(XElement? memory) => memory is null ? 0 : (long)((double)(long)memory * UnitOf(memory.Attribute("unit")?.Value) / 1024);

    // The units that libvirt itself writes.
    private static double UnitOf(string? unit) => unit switch
    {
        "b" or "bytes" => 1,
        "MiB" or "M" => 1 << 20,
        "GiB" or "G" => 1 << 30,
        _ => 1024,
    };

    private static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Gibibyte:0.#} GiB");

    private static string Quoted(string name) => name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '+') ? name : $"'{name.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
