using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Cloning;

/// <summary>What can be wrong with who guests are, and with asking them: VP8340–VP8359.</summary>
public static class IdentityDiagnostics
{
    public static Diagnostic CannotAnswer(TextSpan? span, string domain, bool isToldToReport)
    {
        var lack = isToldToReport ? "no serial console of type pty on which to say it" : "no seed of ours that would have it say so on its console (identity: fresh, without user data that is a text or a file)";
        return Error("VP8340", span,
            "Guest that cannot be asked who it is",
            $"\"{domain}\" has no channel for the guest agent (org.qemu.guest_agent.0), and {lack}. It needs one of them.");
    }

    public static Diagnostic Shared(string what, string value, IReadOnlyCollection<string> domains) => Error("VP8341", null,
        "Guests with one identity",
        $"{domains.Count} guests have the same {what} {value}: {string.Join(", ", domains)}. Make them anew with --identity fresh, from an image in which cloud-init runs.");

    public static Diagnostic StillTheImages(string domain, string what, string value) => Error("VP8342", null,
        "Guest with the identity of its image",
        $"\"{domain}\" still has the {what} that its image came with, {value}; so has every other guest that is made of that image. Does cloud-init run there to its end?");

    public static Diagnostic OtherHostName(string domain, string expected, string actual) => Error("VP8343", null,
        "Guest with another host name",
        $"\"{domain}\" calls itself {actual} instead of {expected}: cloud-init did not take the name, or something in the image set another afterwards.");

    public static Diagnostic NoAnswer(string domain, double seconds, bool hasAgent, bool isHeard)
    {
        var silence = (hasAgent, isHeard) switch
        {
            (true, true) => "neither did its guest agent answer nor its console show it",
            (true, false) => "its guest agent did not answer",
            _ => "its console did not show it",
        };
        var time = seconds.ToString("0", CultureInfo.InvariantCulture);
        return Error("VP8344", null,
            "Guest did not say who it is",
            $"\"{domain}\" was given {time} s, and {silence}. It may be slow (--verify-timeout), have no cloud-init or agent, or not come up at all: \"virsh console {domain}\" shows.");
    }

    public static Diagnostic WentOff(string domain) => Error("VP8345", null,
        "Guest went off before it said who it is",
        $"\"{domain}\" was started and is off again. Its log under /var/log/libvirt/qemu, and virsh console after a start, show why.");

    public static Diagnostic NotStarted(string domain, string why) => Error("VP8346", null,
        "Guest could not be started",
        $"\"{domain}\" was made, but could not be started: {why}");

    public static Diagnostic StillRuns(string domain, double seconds)
    {
        var time = seconds.ToString("0", CultureInfo.InvariantCulture);
        return Warning("VP8347", null,
            "Guest still runs",
            $"\"{domain}\" was started to say who it is, and did not shut down within {time} s of being asked to. It was left running; shut it down by hand, or say --start to have guests run on.");
    }

    public static Diagnostic WillNotRun(TextSpan span, string domain) => Error("VP8349", span,
        "Guest that will not run",
        $"--verify-identity asks guests who they are, and \"{domain}\" is not to run. Say running: true, or leave the option out.");

    public static Diagnostic HasSpoken(TextSpan span, string domain) => Warning("VP8350", span,
        "Guest that is not asked again",
        $"\"{domain}\" said at its first start who it is, and can't be asked anew: it has no channel for the guest agent (org.qemu.guest_agent.0).");

    public static Diagnostic NoSysprep() => Error("VP8351", null,
        "virt-sysprep is not installed",
        "--identity sysprep runs virt-sysprep on this machine, and it is not on the PATH. On Debian: apt install libguestfs-tools. --identity fresh needs none: cloud-init in the guest does it.");

    public static Diagnostic SysprepElsewhere(string uri) => Error("VP8352", null,
        "Disks on another machine",
        $"--identity sysprep works on disks of this machine, and {uri} is another. --identity fresh works anywhere: cloud-init in the guest does it.");

    public static Diagnostic SysprepFailed(string domain, string why) => Error("VP8353", null,
        "virt-sysprep failed",
        $"\"{domain}\" was made, and is still whoever its original is; it was not started. virt-sysprep says: {why}");

    public static Diagnostic SysprepStopped() => Error("VP8354", null,
        "Clones that are still their original",
        "The run was stopped before virt-sysprep was through with all clones: some are still whoever their original is. Run it on them by hand, or remove them and clone anew.");

    public static Diagnostic NothingMade(TextSpan? span, string option) => Error("VP8348", span,
        "Nothing to verify",
        $"--verify-identity starts guests and asks them, and with {option} there are none.");
}
