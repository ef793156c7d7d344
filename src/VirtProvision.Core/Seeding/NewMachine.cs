using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>What cloud-init is told beside all else, so that its guest takes itself for a new machine, and says on its console which one it has become.</summary>
public static class NewMachine
{
    /// <summary>Where the guest notes, before anything is made anew, who its image says it is: in the words of <see cref="Report"/>. Gone at its next start.</summary>
    public const string NotePath = "/run/virt-provision-original";

    /// <summary>What stands before a guest's report on its console.</summary>
    public const string Report = "virt-provision-identity:";

    // Said when cloud-init has ended, so that whoever then shuts the guest down interrupts nothing. Twice, as the kernel may speak in between; and on the first serial port too, which is not every image's console. Opening a port may wait for a peer.
    // Fingerprints as ssh-keygen prints them; $1 and on are the words of its line.
    private const string Keys =
        """for f in /etc/ssh/ssh_host_*_key.pub; do [ -e "$f" ] || continue; read -r t rest <"$f"; set -- $(ssh-keygen -lf "$f"); printf ' %s=%s' "$t" "$2"; done""";

    // A new instance id makes cloud-init do what it does at a first boot: host name, SSH host keys. The machine ID it leaves alone unless told.
    // https://docs.cloud-init.io/en/latest/reference/modules.html
    private const string Config = $$"""
        preserve_hostname: false
        ssh_deletekeys: true
        bootcmd:
          - - cloud-init-per
            - instance
            - note-original
            - sh
            - -c
            - |
              { printf 'machine-id=%s' "$(cat /etc/machine-id)"; {{Keys}}; } >{{NotePath}}
          - [cloud-init-per, instance, new-machine-id, sh, -c, "rm -f /etc/machine-id /var/lib/dbus/machine-id && systemd-machine-id-setup"]
        runcmd:
          - - sh
            - -c
            - |
              (
                while [ ! -e /run/cloud-init/result.json ]; do sleep 1; done
                line="{{Report}} hostname=$(cat /proc/sys/kernel/hostname) machine-id=$(cat /etc/machine-id)$({{Keys}}) | $(cat {{NotePath}}) |"
                for to in /dev/console /dev/ttyS0; do printf '\n%s\n' "$line" | timeout 5 tee "$to"; done
              ) </dev/null >/dev/null 2>&1 &
        """;

    /// <summary>A <c>cloudInit</c> with that. User data that is a text stays as it is: whoever wrote it says all.</summary>
    public static MappingNode AddTo(MappingNode? cloudInit, TextSpan place)
    {
        var given = cloudInit ?? MappingNode.Empty(place);
        if (given["userData"] is ScalarNode { IsNull: false })
        {
            return given;
        }

        // What an empty one stands for it would not stand for any more.
        if (cloudInit is { Entries.IsEmpty: true })
        {
            given = given.With("rootPasswordGenerate", ScalarNode.Boolean(place, true)).With("disable", ScalarNode.Boolean(place, true));
        }

        var data = given["userData"] as MappingNode ?? MappingNode.Empty(place);
        var config = (MappingNode)YamlDocumentReader.Read(new SourceFile("identity", Config), []).Single();
        foreach (var entry in config.Entries)
        {
            data = (data[entry.Key.Text], entry.Value) switch
            {
                (null, var value) => data.With(entry.Key.Text, value),
                (SequenceNode theirs, SequenceNode commands) => data.With(entry.Key.Text, theirs with { Items = [.. commands.Items, .. theirs.Items] }),
                _ => data,
            };
        }

        return given.With("userData", data);
    }
}
