using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Applying;

/// <summary>The findings of applying.</summary>
internal static class ApplyDiagnostics
{
    public static Diagnostic Refused(TextSpan? span, Operation operation, LibvirtServerException exception) => Error("VP7001", span,
        summary: "libvirt refused",
        detail: $"{Sentence(operation)} failed: {Said(exception)} (libvirt error {(int)exception.Code}).");

    public static Diagnostic ConnectionLost(TextSpan? span, Operation operation, string message) => Error("VP7002", span,
        summary: "Connection lost",
        detail: $"The connection to libvirt ended while {operation.Verb} {operation.Resource}: {message} Whether that call was carried out is not known. Run apply again: it goes on from where the host is.");

    public static Diagnostic Undone(TextSpan? span, ResourceId id, string what) => Warning("VP7003", span,
        summary: "Taken back",
        detail: $"Because a later step failed, what this run had done to {id} was taken back: {what}.");

    public static Diagnostic CannotUndo(TextSpan? span, Operation undo, string message) => Error("VP7004", span,
        summary: "Not taken back",
        detail: $"A later step failed, and {undo.Verb} {undo.Resource} to take this run's work back failed too: {message} Look at it with virsh.");

    public static Diagnostic NeedFailed(TextSpan? span, ResourceId id, ResourceId need) => Error("VP7005", span,
        summary: "Skipped",
        detail: $"{id} was not touched, because {need}, which it needs, was not made.");

    public static Diagnostic TooDisruptive(TextSpan? span, ResourceId id, Disruption disruption, Disruption allowed) => Error("VP7006", span,
        summary: "Costs more than allowed",
        detail: $"The change of {id} costs {Word(disruption)}, and --max-disruption is {Word(allowed)}. Nothing of it was done. Run apply with --max-disruption {Word(disruption)} to allow it.");

    public static Diagnostic WouldLoseData(TextSpan? span, ResourceId id) => Error("VP7007", span,
        summary: "Would lose data",
        detail: $"The change of {id} destroys data. Nothing of it was done. Name it to allow that: --allow-data-loss {id}.");

    public static Diagnostic HostChanged(TextSpan? span, ResourceId id, string how) => Error("VP7008", span,
        summary: "The host changed since the plan",
        detail: $"{id} was changed by someone else after the plan was made: {how}. Nothing was done to it. Plan again.");

    public static Diagnostic GuestStaysUp(TextSpan? span, ResourceId domain, TimeSpan deadline) => Error("VP7009", span,
        summary: "The guest did not shut down",
        detail: $"{domain} was asked to shut down and still ran after {deadline.TotalSeconds:0} s. It was left running. Shut it down by hand, give it longer with --timeout, or let its spec say shutdown: {{force: true}} to cut its power then.");

    public static Diagnostic SourceUnreadable(TextSpan? span, ResourceId volume, string path, string why) => Error("VP7010", span,
        summary: "Image file not readable",
        detail: $"The content of {volume}, {path}, can't be read: {why}");

    public static Diagnostic WrongHash(TextSpan? span, ResourceId volume, string path, string expected, string actual) => Error("VP7011", span,
        summary: "Image file has another hash",
        detail: $"The spec of {volume} says sha256 {expected}, and {path} has {actual}. Nothing was made. Fetch the file again, or correct the spec.");

    public static Diagnostic SourceChanged(TextSpan? span, ResourceId volume, string path) => Error("VP7012", span,
        summary: "Image file changed while it was read",
        detail: $"{path} changed while it was written into {volume}. The volume was removed again.");

    public static Diagnostic NotConverged(TextSpan? span, ResourceId id, string field, string? wanted, string? found) => Error("VP7013", span,
        summary: "The host did not take a value",
        detail: $"libvirt accepted {id}, but {field} is {Value(found)} there and not {Value(wanted)}. It ignores or rewrites this value.");

    public static Diagnostic WrongFormat(TextSpan? span, ResourceId volume, string path, string declared, string actual) => Error("VP7014", span,
        summary: "Image file has another format",
        detail: $"The spec of {volume} says format {declared}, and {path} is {actual}. Correct the format, or convert the file with qemu-img convert.");

    public static Diagnostic ImageLarger(TextSpan? span, ResourceId volume, long capacity, long needed) => Error("VP7015", span,
        summary: "Capacity too small for the image",
        detail: $"The spec of {volume} says a capacity of {capacity} bytes, and its image holds a disk of {needed} bytes. Raise the capacity, or leave it out.");

    public static Diagnostic Interrupted(TextSpan? span, ResourceId id) => Error("VP7017", span,
        summary: "Stopped",
        detail: $"The run was stopped before {id} was finished. What was begun is consistent; run it again to go on.");

    public static Diagnostic NotBegun(int done, int notBegun) => Error("VP7023", null,
        summary: "Stopped before the end",
        detail: $"{done} resources were changed, {notBegun} were not begun. What was begun is consistent; run it again to go on.");

    public static Diagnostic VolumeDiffers(TextSpan? span, ResourceId volume) => Error("VP7018", span,
        summary: "A volume of this name exists",
        detail: $"{volume} was found when its pool was started, and it is not what the spec says. It was left as it is. Plan again to see the difference.");

    public static Diagnostic VolumeTaken(ResourceId volume) => Error("VP7025", null,
        summary: "Volume was made meanwhile",
        detail: $"Somebody made {volume} while this run was about to; theirs was left as it is. Run it again, and another name is chosen where none was said.");

    public static Diagnostic StillLayered(TextSpan? span, ResourceId domain, string target) => Error("VP7026", span,
        summary: "Disk still stands on others",
        detail: $"libvirt ended copying into {target} of {domain} before all was there; mostly there was no space left. The disk is as good as before; its guest notices nothing.");

    public static Diagnostic SavedStateInTheWay(ResourceId domain) => Error("VP7027", null,
        summary: "Saved state in the way",
        detail: $"{domain} keeps the memory of its last run (virsh managedsave), which starting it would use up. Start it and shut it down, or flatten it while it runs.");

    public static Diagnostic NoAnswer(TextSpan? span, Operation operation, string message) => Error("VP7019", span,
        summary: "libvirt did not answer",
        detail: $"{Sentence(operation)} was not confirmed in time: {message} Run apply again: it goes on from where the host is.");

    public static Diagnostic SourceVolumeMissing(TextSpan? span, ResourceId volume, ResourceId source) => Error("VP7020", span,
        summary: "Volume to copy from is missing",
        detail: $"{volume} is made from {source}, which does not exist on the host.");

    public static Diagnostic NotVerified(string why) => Error("VP7022", null,
        summary: "Not verified",
        detail: $"Everything was done, and the host could not be read again to see that it took it: {why} Plan to see.");

    public static bool IsConnectionLost(Diagnostic diagnostic) => diagnostic.Code is "VP7002";

    public static bool IsInterruption(Diagnostic diagnostic) => diagnostic.Code is "VP7017";

    /// <summary>Whether libvirt may still be carrying out the call, or nobody answers: then nothing can be taken back.</summary>
    public static bool LeavesNoUndo(Diagnostic diagnostic) => diagnostic.Code is "VP7002" or "VP7017" or "VP7019";

    public static Diagnostic BootFileMissing(TextSpan? span, ResourceId domain, string element, string path) => Error("VP7021", span,
        summary: "Boot file is missing",
        detail: $"The {element} of {domain}, {path}, does not exist. Nothing was changed. Install or build it, or correct the path.");

    public static Diagnostic BootFileGone(TextSpan? span, ResourceId domain, string element, string path) => Warning("VP7024", span,
        summary: "Boot file is gone",
        detail: $"The {element} of {domain}, {path}, does not exist any more. Nothing in this plan needs it; the domain's next start will fail without it.");

    public static Diagnostic ImageWrongDigest(TextSpan? span, string image, string source, string expected, string actual) => Error("VP7050", span,
        summary: "Image has another digest",
        detail: $"{source} has sha256 {actual}, and {image} is pinned to {expected}. Nothing of it was kept. If its publisher replaced it, look with \"images outdated\" and take the new one with \"images update\".");

    public static Diagnostic ImageNotFetched(TextSpan? span, string image, string why) => Error("VP7051", span,
        summary: "Image not fetched",
        detail: $"{image} is not on the host: {why} Nothing of it was kept; run it again when that is mended.");

    public static Diagnostic ImageUnknownFormat(TextSpan? span, string image, string source, string why) => Error("VP7052", span,
        summary: "Image of an unknown format",
        detail: $"{image} can't be made of {source}: {why}");

    public static Diagnostic PoolTooSmall(TextSpan? span, ResourceId volume, long needed, long available) => Error("VP7053", span,
        summary: "Storage pool too full",
        detail: $"{volume} takes {needed} bytes, and the pool \"{volume.Pool}\" has {available} left. Nothing was made. Free some space (\"images gc\" lists images that nothing stands on), or use another pool.");

    public static Diagnostic SourceRuns(TextSpan? span, ResourceId volume, ResourceId domain) => Error("VP7054", span,
        summary: "Source is in use",
        detail: $"{volume} starts from a disk of {domain}, which runs: what it writes meanwhile would tear the copy, or the layer. Shut it down first.");

    public static Diagnostic SmallerThanSource(TextSpan? span, ResourceId volume, long capacity, ResourceId source, long needed) => Error("VP7055", span,
        summary: "Disk smaller than what it starts from",
        detail: $"{volume} is to have {capacity} bytes, and {source}, which it starts from, has {needed}: the end of it would be cut off. Raise the size, or leave it out.");

    public static Diagnostic MadeByAnother(TextSpan? span, ResourceId volume, string? mark) => Error("VP7066", span,
        summary: "Another run makes this volume",
        detail: $"{volume} is being made by another run{(mark is null ? "" : $", {RunMark.Shown(mark)}")}. It was left alone; run this again when that one is over."
            + (mark is null || RunMark.IsAtWork(mark) is not null ? "" : $" If it was killed: \"virsh vol-delete --pool {volume.Pool} {mark}\", and this run makes the volume anew."));

    public static Diagnostic NameTakenMeanwhile(TextSpan? span, ResourceId domain) => Error("VP7067", span,
        summary: "Domain was defined meanwhile",
        detail: $"Somebody defined {domain} while this run was about to; theirs was left as it is. Plan again to see what differs, or choose another name.");

    /// <summary>Whether another run came first, and nothing else is wrong.</summary>
    public static bool IsLostRace(Diagnostic diagnostic) => diagnostic.Code is "VP7025" or "VP7066" or "VP7067";

    private static string Said(LibvirtServerException exception) =>
        string.IsNullOrWhiteSpace(exception.Message) ? "libvirt gave no reason" : exception.Message.TrimEnd('.');

    private static string Sentence(Operation operation) =>
        string.Concat(operation.Verb[..1].ToUpperInvariant(), operation.Verb.AsSpan(1), " ", operation.Resource.ToString());

    private static string Value(string? value) => value is null ? "absent" : $"\"{value}\"";

    /// <summary>As the command line writes it.</summary>
    public static string Word(Disruption disruption) => disruption switch
    {
        Disruption.None => "none",
        Disruption.Live => "live",
        Disruption.NextBoot => "next-boot",
        Disruption.Restart => "restart",
        Disruption.Replace => "replace",
        _ => "data-loss",
    };
}
